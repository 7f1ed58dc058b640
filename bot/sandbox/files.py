"""The upload host: takes a file's bytes where getUploadURLExternal pointed, and shows them."""

import mimetypes
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.sandbox.errors import SlackError
from bot.sandbox.model import File, Workspace, World

PROCESSING: Final = timedelta(seconds=2)  # a file is not usable in blocks at once


def announce(world: World, workspace: Workspace, name: str, length: int, alt_text: str) -> File:
    """Step one: a place for a file of this length."""
    file = File(world.new_id("F"), name, length, alt_text=alt_text)
    workspace.files[file.id] = file
    return file


def complete(world: World, workspace: Workspace, id_: str, title: str) -> File:
    """Step three: the file exists, once its bytes have come."""
    file = workspace.files.get(id_)
    if file is None or file.complete or not file.content:
        raise SlackError("file_not_found")
    file.title, file.complete = title, True
    file.ready_at = world.clock.now() + PROCESSING
    return file


class UploadHost:
    """Step two, `POST /upload/v1/WORKSPACE/FILE`, and `GET /files/WORKSPACE/FILE/NAME`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def mount(self, app: web.Application) -> None:
        app.router.add_post("/upload/v1/{workspace}/{file}", self.take)
        app.router.add_get("/files/{workspace}/{file}/{name}", self.show)

    async def take(self, request: web.Request) -> web.Response:
        file = self._file(request)
        if file is None or file.content:
            return web.Response(status=404, text="no upload is expected here")
        content = await _bytes(request)
        if len(content) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def show(self, request: web.Request) -> web.Response:
        file = self._file(request)
        if file is None or not file.complete:
            return web.Response(status=404, text="no such file")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return web.Response(body=file.content, content_type=kind)

    def _file(self, request: web.Request) -> File | None:
        workspace = self._world.workspaces.get(request.match_info["workspace"])
        return workspace.files.get(request.match_info["file"]) if workspace else None


async def _bytes(request: web.Request) -> bytes:
    """The raw body, or the first file of a multipart one."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""
