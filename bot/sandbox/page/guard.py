"""The page is for this machine's browser: other hosts and other sites are refused."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
OWN_HEADER: Final = "X-Sandbox-Page"  # a foreign site cannot send it without asking first
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",  # a newer page is never mixed with an older one
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def of_the_page(path: str) -> bool:
    return path == "/" or path.startswith(("/page/", "/archives/"))


def refusal(request: web.Request) -> str | None:
    """Why this request is not answered; None if it is."""
    host = request.headers.get("Host", "")
    if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
        return "The sandbox answers on 127.0.0.1 and localhost only."
    if request.method in ("GET", "HEAD"):
        return None
    origin = request.headers.get("Origin")
    if origin not in (None, f"http://{host}") or OWN_HEADER not in request.headers:
        return "Only the sandbox's own page may do this."
    return None


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is not ours, and give every answer of the page its headers."""
    if not of_the_page(request.path):
        return await handler(request)
    if why := refusal(request):
        return web.Response(status=403, text=why, headers=HEADERS)
    try:
        answer = await handler(request)
    except web.HTTPException as problem:
        problem.headers.update(HEADERS)
        raise
    if not answer.prepared:
        answer.headers.update(HEADERS)
    return answer
