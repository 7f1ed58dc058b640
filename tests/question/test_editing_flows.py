"""Changing what a team asks, in the database."""

from datetime import timedelta

import pytest

from handlers.kit.errors import UserError
from handlers.question import flows
from handlers.question.flows import Listed, Overtaken
from handlers.question.rules.editing import Draft, Purpose
from storage.db import Sessions
from tests.question.stage import ANNA, BEN, add_team, know_people, reader, texts
from tests.world import HOME, NEIGHBOUR, START

_PURPOSES = (Purpose.ANSWER, Purpose.HELP, Purpose.PROMISE)
LATER = START + timedelta(minutes=1)
LEAD, MEMBER, ADMIN = reader(ANNA), reader(BEN), reader("U0EVE", admin=True)


async def begun(sessions: Sessions) -> Listed:
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "care", "care", [ANNA, BEN], zone="Europe/Berlin")
        return await flows.listed(session, LEAD, "care", START)


async def test_ten_are_the_most_also_when_one_is_put_back(sessions: Sessions) -> None:
    first = (await begun(sessions)).questions[0].id
    async with sessions.workspace(HOME) as session:
        for n in range(7):
            now = await flows.add(session, ADMIN, "care", Draft(f"Q{n}"), START)
        assert len(now.questions) == 10
        with pytest.raises(UserError, match="already, which is the most"):
            await flows.add(session, LEAD, "care", Draft("One more"), START)
        await flows.remove(session, LEAD, "care", first, START)
        await flows.add(session, LEAD, "care", Draft("One more"), START)
        with pytest.raises(UserError, match="already, which is the most"):
            await flows.put_back(session, LEAD, "care", first)


async def test_a_second_click_removes_and_puts_back_nothing_else(sessions: Sessions) -> None:
    before = await begun(sessions)
    second = before.questions[1].id
    async with sessions.workspace(HOME) as session:
        once = await flows.remove(session, LEAD, "care", second, LATER)
        twice = await flows.remove(session, LEAD, "care", second, LATER)
        assert once == twice
        for _ in range(2):
            assert await flows.put_back(session, LEAD, "care", second) == before
        same = await flows.change(session, LEAD, "care", second, _as(before, 1), START)
        assert same == before  # nothing was changed: the question stays the same one


def _as(found: Listed, place: int) -> Draft:
    asked = found.questions[place]
    return Draft(asked.text, purpose=_PURPOSES[place], preset=asked.preset)


async def test_a_changed_question_is_known_by_what_took_its_place(
    sessions: Sessions,
) -> None:
    before = await begun(sessions)
    async with sessions.workspace(HOME) as session:
        old = before.questions[0].id
        changed = await flows.change(session, LEAD, "care", old, Draft("What did they say?"), LATER)
        assert isinstance(changed, Listed)
        assert texts(changed.questions) == ["What did they say?", "", ""]
        assert texts(await flows.in_form(session, [old])) == [""]  # a form may still ask it
        again = await flows.change(session, LEAD, "care", old, Draft("Mine"), LATER)
        assert again == Overtaken(changed.questions[0])
        assert await flows.remove(session, LEAD, "care", old, LATER) is None
        nobody = await flows.change(session, LEAD, "care", "made up", Draft("Mine"), LATER)
        assert nobody == Overtaken(None)


async def test_others_and_neighbours_change_nothing(sessions: Sessions) -> None:
    before = await begun(sessions)
    id_ = before.questions[0].id
    async with sessions.workspace(HOME) as session:
        with pytest.raises(UserError, match="Only the leads"):
            await flows.add(session, MEMBER, "care", Draft("Mine"), START)
        with pytest.raises(UserError, match="Only the leads"):
            await flows.change(session, MEMBER, "care", id_, Draft("Mine"), START)
        with pytest.raises(UserError, match="Only the leads"):
            await flows.move(session, MEMBER, "care", id_, 1, seen=before.version)
        with pytest.raises(UserError, match="Only the leads"):
            await flows.remove(session, MEMBER, "care", id_, START)
        with pytest.raises(UserError, match="Only the leads"):
            await flows.put_back(session, MEMBER, "care", id_)
        assert await flows.listed(session, LEAD, "care", START) == before
    async with sessions.workspace(NEIGHBOUR) as session:
        with pytest.raises(UserError, match="gone"):
            await flows.remove(session, ADMIN, "care", id_, START)
