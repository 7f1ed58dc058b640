"""`make bench`: prints a table and writes bench.json; each row a ratio measured side by side.

`make bench ROWS="start request"` measures those alone.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.bench import delivery, digests, request, schedules, size, start
from tests.bench.row import Row

MEASURES: Final[dict[str, Callable[[], Awaitable[list[Row]]]]] = {
    "start": start.measure,
    "size": size.measure,
    "request": request.measure,
    "digests": digests.measure,
    "schedules": schedules.measure,
    "delivery": delivery.within_budgets,
    "delivery-all": delivery.all_within_budgets,
    "delivery-free": delivery.without_budgets,
    "delivery-wait": delivery.past_a_full_queue,
}


async def measure(names: list[str], console: Console) -> list[Row]:
    """Each measurement by itself, one after the other: they share the machine."""
    rows: list[Row] = []
    for name in names:
        console.print(f"measuring: {name} …", style="dim")
        rows += await MEASURES[name]()
    return rows


def main() -> None:
    """Measure, print, write."""
    console = Console()
    names = sys.argv[1:] or list(MEASURES)
    if unknown := [name for name in names if name not in MEASURES]:
        sys.exit(f"Nothing is measured as {', '.join(unknown)}; there are: {', '.join(MEASURES)}.")
    rows = asyncio.run(measure(names, console))
    table = Table("what", "ours", "beside it", "ratio", "spread", "mark")
    for row in rows:
        table.add_row(row.what, row.ours, row.beside, row.ratio, row.spread, row.mark)
    console.print(table)
    Path("bench.json").write_text(
        json.dumps([row.as_dict() for row in rows], indent=2), encoding="utf-8"
    )


main()
