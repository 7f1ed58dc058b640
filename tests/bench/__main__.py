"""`make bench`: prints a table and writes bench.json; each row a ratio of one run's medians."""

import asyncio
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import start


def main() -> None:
    """Measure, print, write."""
    rows = asyncio.run(start.measure())
    table = Table("what", "ours", "beside it", "ratio", "spread", "mark")
    for row in rows:
        table.add_row(row.what, row.ours, row.beside, row.ratio, row.spread, row.mark)
    Console().print(table)
    Path("bench.json").write_text(
        json.dumps([row.as_dict() for row in rows], indent=2), encoding="utf-8"
    )


main()
