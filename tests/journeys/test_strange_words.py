"""Titles, names, notes and numbers of every kind, through a whole week and every view."""

import logging
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from storage.okr import KeyResult, Objective, Update
from tests.checkin.stage import all_of, change_team
from tests.journeys.stage import company, typed
from tests.world import HOME, World

STRANGE = [
    "a < b & c > d <!channel> <@U0EVE> <https://x.example|here>",
    "`code` *bold* _it_ ~gone~ ```block``` > {typed} {0} %s %(n)s \\u0000",
    "ارفع رضا \u202ereversed\u202c \u200b\u200d\ufeff" + "👩‍👩‍👧‍👦🇨🇳é" * 80,
    "&" * 3000,
    "升" * 3000,
]


async def rename(world: World, title: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for table in (KeyResult, Objective):
            await session.execute(update(table).values(title=title))
    await change_team(world, "care", name=title[:80])


def mrkdwn(thing: Any) -> list[str]:
    """The texts in which Slack reads mentions and links."""
    if isinstance(thing, dict):
        mine = [thing["text"]] if thing.get("type") == "mrkdwn" else []
        return mine + [text for part in thing.values() for text in mrkdwn(part)]
    return [text for part in thing for text in mrkdwn(part)] if isinstance(thing, list) else []


@pytest.mark.parametrize("title", STRANGE)
async def test_strange_titles_go_through_a_whole_week(
    world: World, title: str, caplog: pytest.LogCaptureFixture
) -> None:
    await company(world)
    await rename(world, title)
    ben = world.person("ben")
    for line in ("/okr", "/okr show KR-1", "/okr update KR-1", "/okr new", "/okr update", "/quote"):
        reply = await typed(world, "ben", line)
        assert reply.view is not None or title[:1] in reply.text + str(reply.blocks)
    assert await ben.open_home() is not None
    await world.go_to(world.moment("Wed 18:00"))
    await typed(world, "ben", f"/okr update KR-1 41 {title[:2900]}")
    await typed(world, "ben", f"/kudos @eve for KR-1 and {title[:2000]}")
    await world.go_to(world.moment("Fri 20:00"))
    assert len(world.posted("care")) >= 3  # kudos, the summary, the digest
    parsed = [text for m in world.posted("care") for text in (m.text, *mrkdwn(m.blocks))]
    assert not [text for text in parsed if "<!" in text or "<http" in text or "<@U0EVE> <" in text]
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=-0", "0"),
        ("=-0.0", "0"),
        ("=+45", "45"),
        ("+45", "95"),  # from 50
        ("４５", "45"),
        ("١٢٣", "123"),
        ("=\u221245", "-45"),
        ("\u221245", "5"),
        ("-0", "50"),
        ("1.2340", "1.234"),
        ("1,234.5", "1234.5"),
        ("999999999999999", "999999999999999"),
        ("0.000001", "0.000001"),
    ],
)
async def test_numbers_that_are_one(world: World, text: str, value: str) -> None:
    await company(world)
    reply = await typed(world, "ben", f"/okr update KR-1 {text}")
    made = [u.value for u in await all_of(world, Update) if u.author_id == "U0BEN"]
    assert Decimal(value) in made, reply.text
    assert not any(number.is_signed() and not number for number in made)
    assert not [said for said in mrkdwn(reply.blocks) if "-0" in said]


@pytest.mark.parametrize(
    "text",
    ["1.234", "1,234", "1e400", "1e3", "0x10", "10" * 15, "0.0000001", "½"],
)
async def test_numbers_that_are_none_or_two(world: World, text: str) -> None:
    await company(world)
    reply = await typed(world, "ben", f"/okr update KR-1 {text}")
    made = [u.value for u in await all_of(world, Update) if u.author_id == "U0BEN"]
    assert made == [Decimal(50)], reply.text
    assert "Something went wrong" not in reply.text
