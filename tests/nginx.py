"""nginx with the configuration that docs/running.md shows, in front of processes of the bot."""

import asyncio
import os
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.processes import PATIENCE, free_port

ROOT: Final = Path(__file__).parent.parent
# What belongs to a machine is replaced; everything else is as it is shown.
AROUND: Final = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    log_format upstream "$status $upstream_addr";
    access_log {folder}/access.log upstream;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    {shown}
}}
"""


def program() -> str:
    """Where nginx is; the test is skipped where it is not, unless REQUIRE_NGINX is set."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and not os.environ.get("REQUIRE_NGINX"):
        pytest.skip("nginx is not installed")
    assert found is not None, "nginx is not installed, and REQUIRE_NGINX is set"
    return found


def shown(port: int, upstreams: Sequence[str]) -> str:
    """The configuration in the docs, for this port and these processes."""
    docs = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    config = docs.partition("```nginx\n")[2].partition("```")[0]
    config = config.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    config = re.sub(r"^ *ssl_certificate.*$", "", config, flags=re.MULTILINE)
    for number, address in enumerate(upstreams, start=1):
        config = config.replace(f"127.0.0.1:300{number}", address)
    return config


@dataclass(frozen=True, slots=True)
class Proxy:
    """nginx that runs, and what it has noted."""

    url: str
    folder: Path

    def served(self) -> Counter[str]:
        """How many requests each process was given; one that was tried in vain counts too."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return Counter(a for line in lines for a in re.findall(r"127\.0\.0\.1:\d+", line))


@asynccontextmanager
async def proxied(folder: Path, upstreams: Sequence[str]) -> AsyncIterator[Proxy]:
    """The proxy in front of these addresses, such as 127.0.0.1:3001."""
    port, path = free_port(), folder / "nginx.conf"
    path.write_text(AROUND.format(folder=folder, shown=shown(port, upstreams)), encoding="utf-8")
    nginx = await asyncio.create_subprocess_exec(
        program(), "-c", str(path), "-e", str(folder / "error.log")
    )
    try:
        await _listens(port)
        yield Proxy(f"http://127.0.0.1:{port}", folder)
    finally:
        nginx.terminate()
        await nginx.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)  # another program is waited for
            else:
                writer.close()
                await writer.wait_closed()
                return
