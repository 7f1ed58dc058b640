"""The command line, as somebody types at it."""

import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bot.exchange import Desk, desk
from bot.exporting import Format, export
from bot.exporting import Wish as Out
from bot.importing import Wish as In
from bot.importing import import_
from bot.settings import LocalSettings, read_local_settings
from tests.okr.stage import BEN, objective
from tests.world import HOME, World


class Shell:
    """A folder, and the commands typed in it."""

    def __init__(self, world: World, folder: Path, tokens: str = "xoxb-home,xoxb-next") -> None:
        self.world = world
        self.folder = folder
        self.tokens = tokens

    @property
    def local(self) -> LocalSettings:
        url = self.world.bot.deps.sessions.engine.url.render_as_string(hide_password=False)
        environ = {"DATABASE_URL": url.replace("+aiosqlite", "").replace("+psycopg", "")}
        environ |= {"SLACK_API_URL": self.world.sandbox.api_url}
        return read_local_settings(environ | {"SLACK_BOT_TOKEN": self.tokens})

    @asynccontextmanager
    async def at_the_desk(self) -> AsyncIterator[tuple[Desk, io.StringIO]]:
        said = io.StringIO()
        async with desk(self.local, Console(file=said, width=200)) as opened:
            opened.clock = self.world.clock
            yield opened, said

    def write(self, *lines: str, name: str = "okrs.csv", encoding: str = "utf-8") -> None:
        (self.folder / name).write_bytes("\n".join(lines).encode(encoding))

    async def makes(self, *shape: str) -> None:
        """An objective of Ben's with one KR: title, start, target, unit."""
        async with self.world.bot.deps.sessions.workspace(HOME) as session:
            title, start, target, unit = shape
            await objective(session, BEN, (title, start, target, unit))

    async def exports(self, name: str = "out.csv", **wish: object) -> list[dict[str, str]]:
        shape: Format = "json" if name.endswith(".json") else "csv"
        asked = Out(shape, (HOME,), self.folder / name)
        async with self.at_the_desk() as (opened, _):
            assert await export(opened, replace(asked, **wish)) == 0  # type: ignore[arg-type]  # by name
        text = (self.folder / name).read_text("utf-8-sig")
        return json.loads(text) if shape == "json" else list(csv.DictReader(io.StringIO(text)))

    async def imports(self, name: str = "okrs.csv", **wish: object) -> tuple[int, str]:
        asked = In(self.folder / name, HOME, "anna@home.example", "Care")
        async with self.at_the_desk() as (opened, said):
            code = await import_(opened, replace(asked, **wish))  # type: ignore[arg-type]  # by name
        await self.world.settle()
        return code, said.getvalue()
