"""`python -m bot export`: objectives, or who changed what, as CSV or JSON."""

import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from bot.exchange import Desk
from handlers.exchange.flows import auditing, exporting
from handlers.exchange.rules import sheet
from handlers.exchange.rules.columns import COLUMNS

Format = Literal["csv", "json"]
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says."""

    shape: Format
    workspaces: tuple[str, ...] = ()  # none: all
    output: Path | None = None  # None: the screen
    audit: bool = False


async def export(desk: Desk, wish: Wish) -> int:
    """Write the table to the file, or to the screen; 0."""
    columns = (*auditing.COLUMNS, "workspace") if wish.audit else COLUMNS
    desk.these(wish.workspaces)  # else there would be a head before it fails
    with _opened(wish.output, wish.shape) as file:
        async with aclosing(_lines(desk, wish)) as lines:
            count = await _write(file, wish.shape, columns, lines)
    if wish.output is not None:
        desk.tell(f"{count} {'line' if count == 1 else 'lines'} in {wish.output}.")
    return 0


async def _lines(desk: Desk, wish: Wish) -> AsyncGenerator[Cells]:
    flow = auditing.lines if wish.audit else exporting.lines
    for workspace in desk.these(wish.workspaces):
        people = await desk.people(workspace)
        async with (
            desk.sessions.workspace(workspace, reading=True) as session,
            aclosing(flow(session, people.addresses)) as lines,
        ):
            async for line in lines:
                yield line | {"workspace": workspace}


async def _write(
    file: IO[str], shape: Format, columns: Sequence[str], lines: AsyncIterator[Cells]
) -> int:
    """Line by line: whatever there is, it never stands in memory whole."""
    count = 0
    if shape == "csv":
        file.write(sheet.csv_line(columns, dict(zip(columns, columns, strict=True))))
        async for line in lines:
            file.write(sheet.csv_line(columns, line))
            count += 1
        return count
    file.write("[")
    async for line in lines:
        file.write(("," if count else "") + sheet.json_line(columns, line))
        count += 1
    file.write("\n]\n")
    return count


@contextmanager
def _opened(output: Path | None, shape: Format) -> Iterator[IO[str]]:
    """The file is there when all of it is; Excel reads UTF-8 only with a mark before it."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(f"{output.name}.part")
    try:
        encoding = "utf-8-sig" if shape == "csv" else "utf-8"
        with part.open("w", encoding=encoding, newline="") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
