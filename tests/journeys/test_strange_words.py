"""Titles, names, notes and numbers of every kind, through a whole week and every view."""

import logging
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from handlers.okr.views import note_id, value_id
from storage.okr import KeyResult, Objective, Update
from tests.checkin.stage import BEN, add_kr, all_of, change_team
from tests.journeys.stage import company, typed
from tests.trust.deep import on_one_database
from tests.world import HOME, World

STRANGE = [
    "a < b & c > d <!channel> <@U0EVE> <https://x.example|here>",
    "`code` *bold* _it_ ~gone~ ```block``` > {typed} {0} %s %(n)s \\u0000",
    "ارفع رضا \u202ereversed\u202c \u200b\u200d\ufeff" + "👩‍👩‍👧‍👦🇨🇳é" * 80,
    "&" * 3000,
    "升" * 3000,
]


async def strange_company(world: World) -> dict[int, str]:
    """The company, each of these the title of a KR of Ben's and of its objective; by number."""
    await company(world)
    titles = dict(enumerate(STRANGE, start=1))
    for number in range(4, len(STRANGE) + 1):
        await add_kr(world, number, BEN, value=50)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for number, title in titles.items():
            named = {"title": title, "owner_id": BEN}
            for table in (KeyResult, Objective):
                await session.execute(update(table).where(table.number == number).values(**named))
    return titles


def mrkdwn(thing: Any) -> list[str]:
    """The texts in which Slack reads mentions and links."""
    if isinstance(thing, dict):
        mine = [thing["text"]] if thing.get("type") == "mrkdwn" else []
        return mine + [text for part in thing.values() for text in mrkdwn(part)]
    return [text for part in thing for text in mrkdwn(part)] if isinstance(thing, list) else []


@on_one_database
async def test_strange_titles_go_through_a_whole_week(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    titles = await strange_company(world)
    ben = world.person("ben")
    for title in titles.values():
        await change_team(world, "care", name=title[:80])
        for line in ("/okr", "/okr new", "/okr update", "/quote"):
            reply = await typed(world, "ben", line)
            assert reply.view is not None or title[:1] in str(reply.blocks)
        assert await ben.open_home() is not None
    for number, title in titles.items():
        assert title[:1] in str((await typed(world, "ben", f"/okr show KR-{number}")).blocks)
        assert (await typed(world, "ben", f"/okr update KR-{number}")).view is not None
    await world.go_to(world.moment("Wed 18:00"))
    for number, title in titles.items():
        await typed(world, "ben", f"/okr update KR-{number} 41 {title[:2900]}")
        await typed(world, "ben", f"/kudos @eve for KR-{number} and {title[:2000]}")
    await world.go_to(world.moment("Fri 20:00"))
    assert len(world.posted("care")) >= len(titles) + 2  # kudos, the summary, the digest
    parsed = [text for m in world.posted("care") for text in (m.text, *mrkdwn(m.blocks))]
    assert not [text for text in parsed if "<!" in text or "<http" in text or "<@U0EVE> <" in text]
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


NUMBERS = {
    "=-0": "0",
    "=-0.0": "0",
    "=+45": "45",
    "+45": "95",  # from 50
    "４５": "45",
    "١٢٣": "123",
    "=\u221245": "-45",
    "\u221245": "5",
    "-0": "50",
    "1.2340": "1.234",
    "1,234.5": "1234.5",
    "999999999999999": "999999999999999",
    "0.000001": "0.000001",
    "½": "0.5",
}


async def test_numbers_that_are_one(world: World) -> None:
    await company(world)
    for number, (text, value) in enumerate(NUMBERS.items(), start=11):
        await add_kr(world, number, BEN, value=50)
        reply = await typed(world, "ben", f"/okr update KR-{number} {text}")
        made = [u.value for u in await all_of(world, Update) if u.kr_number == number]
        assert sorted(made) == sorted([Decimal(50), Decimal(value)]), (text, reply.text)
        assert not any(one.is_signed() and not one for one in made), text
        assert not [said for said in mrkdwn(reply.blocks) if "-0" in said], text


async def test_numbers_that_are_none_or_two(world: World) -> None:
    await company(world)
    for text in ("1.234", "1,234", "1e400", "1e3", "0x10", "10" * 15, "0.0000001", "⅔"):
        reply = await typed(world, "ben", f"/okr update KR-1 {text}")
        made = [u.value for u in await all_of(world, Update) if u.author_id == BEN]
        assert made == [Decimal(50)], (text, reply.text)
        assert "Something went wrong" not in reply.text, text


async def test_what_has_a_zero_byte_in_it_is_kept_without(world: World) -> None:
    """PostgreSQL keeps none in a text, and SQLite would show what is before it."""
    await company(world)
    await typed(world, "ben", "/okr update KR-1 41 be\0fore \\u0000")
    form = (await typed(world, "ben", "/okr update KR-1")).view
    assert form is not None
    filled = {value_id(1): "42", note_id(1): "\0after\0 \\u0000"}
    assert (await world.person("ben").submit(form, filled)).kind == "updated"
    made = {u.value: u.note for u in await all_of(world, Update) if u.kr_number == 1}
    assert (made[Decimal(41)], made[Decimal(42)]) == ("before \\u0000", "after \\u0000")
