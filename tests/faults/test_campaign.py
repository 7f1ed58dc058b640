"""A small campaign, end to end: what `make faults` does, with a few hundred messages."""

import asyncio
from pathlib import Path

from tests.databases import Postgres
from tests.faults.campaign import Standing, conduct
from tests.faults.plan import draw, sized
from tests.faults.verdict import judge

SECONDS = 90.0  # at most; it takes less than half of that


async def test_a_small_campaign_loses_nothing_and_doubles_nothing(
    postgres: Postgres, tmp_path: Path
) -> None:
    shown: list[Standing] = []
    until = asyncio.get_running_loop().time() + SECONDS
    plan = draw(5, sized(300, 60))
    book = await conduct(plan, postgres, tmp_path, until, shown.append, hurry=True)
    verdict = judge(book)
    assert verdict.violations == ()
    assert book.weather.kills
    assert book.weather.restarts
    assert shown
