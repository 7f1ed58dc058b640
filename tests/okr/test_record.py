"""Recording a value: by whom, once, over nobody unseen."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from handlers.deps import Moved, Soon
from handlers.kit.errors import UserError
from handlers.okr import flows
from handlers.okr.rules import Entry, Recorded, Status
from storage.db import Sessions
from tests.okr.stage import ANNA, BEN, CHEN, EVE, RESPONSE, SCORE, TEXTS, objective, reader
from tests.world import HOME, START

D = Decimal
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
async def _an_objective_of_chen(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, CHEN, RESPONSE, SCORE)


async def test_a_value_is_recorded_with_all_that_was_said(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        done = await flows.record(
            session, reader(CHEN), 1, D(32), START, confidence=7, note="night shift", seen=""
        )

    kr = done.kr
    assert (done.before, done.repeated, done.update_id) == (None, False, kr.update_id)
    assert (kr.value, kr.confidence, kr.note, kr.author_id) == (D(32), 7, "night shift", CHEN)
    assert (str(kr.day), kr.made_at, kr.progress) == ("2026-11-16", START, D("0.5"))


async def test_a_person_may_say_what_the_status_is(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        done = await flows.record(
            session, reader(CHEN), 1, D(4), START, status=Status.AT_RISK, note="may not last"
        )

    assert (done.kr.status, done.kr.said) == (Status.AT_RISK, True)


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("who", [BEN, CHEN, ANNA, EVE])
async def test_owners_leads_and_admins_update_and_others_hear_who_can(
    home: Sessions, who: str, admin: bool
) -> None:
    async with home.workspace(HOME) as session:
        author = reader(who, admin=admin)
        if admin or who in (BEN, CHEN):
            assert (await flows.record(session, author, 1, D(3), START)).kr.value == 3
            return
        with pytest.raises(UserError) as refused:
            await flows.record(session, author, 1, D(3), START)
        assert await flows.history(session, 1) == []

    told = refused.value.told(TEXTS.say("en-US"))
    assert "陈晓" in told
    assert "Ben Ortiz" in told


async def test_a_kr_that_never_was_is_told_like_one_of_somebody_else(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        with pytest.raises(UserError, match="There is no open key result"):
            await flows.record(session, reader(CHEN), 99, D(3), START)


async def test_a_note_that_does_not_fit_is_refused_and_says_how_long_it_is(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        fits = await flows.record(session, reader(CHEN), 1, D(5), START, note="x" * 3000)
        with pytest.raises(UserError) as refused:
            await flows.record(session, reader(CHEN), 1, D(6), START, note="x" * 3001)

    assert len(fits.kr.note) == 3000
    assert "3,001 characters long; 3,000 fit" in refused.value.told(TEXTS.say("en-US"))


@pytest.mark.parametrize(
    ("who", "value", "note", "later", "rows"),
    [
        (CHEN, 5, "", 0, 1),
        (CHEN, 5, "first", 9, 1),
        (CHEN, 5, "", 10, 2),
        (CHEN, 6, "", 1, 2),
        (BEN, 5, "", 1, 2),
        (CHEN, 5, "and more", 1, 2),  # words are never lost
    ],
)
async def test_the_same_again_within_ten_seconds_is_a_double_click(
    home: Sessions, who: str, value: int, note: str, later: int, rows: int
) -> None:
    async with home.workspace(HOME) as session:
        first = await flows.record(session, reader(CHEN), 1, D(5), START, note="first")
        now = START + later * SECOND
        again = await flows.record(session, reader(who), 1, D(value), now, note=note)

        assert len(await flows.history(session, 1)) == rows
    assert again.repeated is (rows == 1)
    assert (again.update_id == first.update_id) is again.repeated


async def test_somebody_who_did_not_see_the_last_value_is_shown_it(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await flows.record(session, reader(CHEN), 1, D(40), START, seen="")
        with pytest.raises(flows.ConflictError) as refused:
            await flows.record(session, reader(BEN), 1, D(45), START + SECOND, seen="")
        kr = refused.value.kr
        done = await flows.record(session, reader(BEN), 1, D(45), START + SECOND, seen=kr.seen)

    assert (kr.value, kr.author_id) == (D(40), CHEN)
    assert "陈晓" in refused.value.told(TEXTS.say("en-US"))
    assert (done.before, done.kr.value) == (D(40), D(45))


async def test_what_is_said_now_counts_whatever_day_it_is_elsewhere(home: Sessions) -> None:
    tomorrow = START.date() + timedelta(days=1)
    async with home.workspace(HOME) as session:
        await flows.record(session, reader(CHEN), 1, D(40), START, day=tomorrow)
        done = await flows.record(session, reader(BEN), 1, D(30), START + SECOND)

    assert (done.kr.value, done.kr.day) == (D(30), tomorrow)


async def test_a_value_of_an_earlier_day_does_not_become_the_current_one(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await flows.record(session, reader(CHEN), 1, D(40), START)
        yesterday = START.date() - timedelta(days=1)
        late = await flows.record(session, reader(BEN), 1, D(50), START + SECOND, day=yesterday)
        values = await flows.recent_values(session, [1])

    assert (late.kr.value, values) == (D(40), {1: (D(50), D(40))})


async def test_two_in_the_same_instant_keep_their_order(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        for value in range(10, 20):
            done = await flows.record(session, reader(CHEN), 1, D(value), START)
            assert done.kr.value == value


async def test_many_at_once_all_count_and_a_double_click_counts_once(home: Sessions) -> None:
    async def one(who: str, value: int) -> Recorded:
        async with home.workspace(HOME) as session:
            return await flows.record(session, reader(who), 1, D(value), START)

    await asyncio.gather(*(one(BEN, value) for value in range(5)))
    twice = await asyncio.gather(one(CHEN, 9), one(CHEN, 9))
    async with home.workspace(HOME, reading=True) as session:
        past = await flows.history(session, 1, most=20)

    assert sorted(one.value for one in past) == [0, 1, 2, 3, 4, 9]
    assert sorted(done.repeated for done in twice) == [False, True]


async def test_a_form_records_what_changed_and_leaves_the_rest(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        seen = {}
        for number in (1, 2):
            done = await flows.record(session, reader(CHEN), number, D(50), START, confidence=5)
            seen[number] = done.update_id
        now = START + 60 * SECOND
        entries = [Entry(1, D(50), 5, ""), Entry(2, D("50.0"), 6, "")]
        saved = await flows.record_all(session, reader(CHEN), entries, seen, now)
        empty = [Entry(1, None, 5, ""), Entry(2, D(50), None, "")]
        left = await flows.record_all(session, reader(CHEN), empty, {1: "", 2: seen[2]}, now)

    assert [(one.kr.number, one.kr.confidence) for one in saved.recorded] == [(2, 6)]
    assert (left.recorded, left.overtaken) == ([], [])


async def test_a_form_that_was_overtaken_records_nothing_at_all(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await flows.record(session, reader(BEN), 2, D(41), START)
        entries = [Entry(1, D(30), None, ""), Entry(2, D(45), None, "")]
        saved = await flows.record_all(session, reader(CHEN), entries, {1: "", 2: ""}, START)

        assert await flows.history(session, 1) == []
    assert saved.recorded == []
    assert [kr.value for kr in saved.overtaken] == [41]


async def test_of_two_forms_at_once_one_is_recorded_whole_and_the_other_not_at_all(
    home: Sessions,
) -> None:
    async def form(who: str, value: int) -> flows.Saved:
        entries = [Entry(number, D(value), None, "") for number in (2, 1)]
        async with home.workspace(HOME) as session:
            return await flows.record_all(session, reader(who), entries, {1: "", 2: ""}, START)

    forms = await asyncio.gather(form(BEN, 41), form(CHEN, 42), form(BEN, 43))
    async with home.workspace(HOME, reading=True) as session:
        past = [[one.value for one in await flows.history(session, kr)] for kr in (1, 2)]

    assert sorted((len(one.recorded), len(one.overtaken)) for one in forms) == [
        (0, 2),
        (0, 2),
        (2, 0),
    ]
    assert past[0] == past[1]
    assert len(past[0]) == 1


async def test_others_hear_of_an_update_once(home: Sessions) -> None:
    heard: list[Moved] = []

    async def hook(_: object, moved: Moved) -> list[Soon]:
        heard.append(moved)
        return []

    async with home.workspace(HOME) as session:
        for _ in range(2):
            done = await flows.record(session, reader(CHEN), 1, D(5), START)
            await flows.tell(session, [hook], reader(CHEN), [done], START)

    (moved,) = heard
    assert [(kr.number, kr.update_id) for kr in moved.updates] == [(1, done.update_id)]
