"""The cards at the end of a cycle show what is recorded after they were sent."""

from collections.abc import Callable

from sqlalchemy import event

from handlers.cycle.rules import due
from storage.outbox import Outgoing
from tests.checkin.stage import BEN, CHEN, all_of, occurrences, words
from tests.cycle.stage import DAY, TEN, THREE, asked, kr, objective, say_value
from tests.cycle.test_closing import NEW_YORK
from tests.objective.test_closing import closed
from tests.world import World

REMINDED = NEW_YORK + 4 * DAY  # the Monday


async def updates_of(world: World, key: str) -> list[Outgoing]:
    """What has changed a message of ours since it was posted."""
    return [row for row in await all_of(world, Outgoing) if row.message == key and row.seq]


async def test_a_card_shows_the_value_that_is_recorded_after_it_was_sent(late: World) -> None:
    await say_value(late, "ben", 1, "50")
    await late.go_to(NEW_YORK)
    (card,) = asked(late, "ben")
    assert "50 h (20 %) · suggested: *0.2*" in words(card)
    await say_value(late, "anna", 1, "20")  # whoever records it
    await late.settle()
    (card,) = asked(late, "ben")
    assert "20 h (80 %) · suggested: *0.8*" in words(card)
    assert "50 h" not in words(card)


async def test_a_reminder_follows_as_the_card_does(late: World) -> None:
    await late.go_to(REMINDED)
    first, reminder = asked(late, "chen")
    await say_value(late, "chen", 2, "50")
    await late.settle()
    for shown in asked(late, "chen"):
        assert "50 h" in words(shown)
    assert [m.ts for m in asked(late, "chen")] == [first.ts, reminder.ts]


async def test_when_the_result_is_posted_no_card_says_until_when_it_takes_answers(
    late: World,
) -> None:
    await late.go_to(REMINDED)
    for shown in asked(late, "ben"):
        assert "Answers are taken until the result is posted: Tue, 5 Jan" in words(shown)
    await late.go_to(THREE)
    card, reminder = asked(late, "ben")
    for shown in (card, reminder):
        assert "The result is posted; what you answer now is added to it." in words(shown)
        assert "until" not in words(shown)


async def test_a_value_that_is_taken_back_leaves_the_card(late: World) -> None:
    await say_value(late, "ben", 1, "50")
    await late.go_to(NEW_YORK)
    ben = late.person("ben")
    reply = await ben.command("/okr update KR-1 20", late.channel("care"))
    await late.settle()
    assert "20 h (80 %)" in words(asked(late, "ben")[0])
    assert reply.message is not None
    await ben.click(reply.message, "okr.withdraw")
    await late.settle()
    assert "50 h (20 %) · suggested: *0.2*" in words(asked(late, "ben")[0])


async def test_what_is_closed_after_the_card_was_sent_leaves_it(late: World) -> None:
    await kr(late, 3, BEN, title="Calls")
    await late.go_to(NEW_YORK)
    assert "Calls" in words(asked(late, "ben")[0])
    await closed(late, "ben", "KR-3", "Nobody calls any more")
    (card,) = asked(late, "ben")
    assert "Calls" not in words(card)
    assert "KR-1" in words(card)


async def test_before_the_last_day_an_update_plans_nothing_and_later_only_for_who_has_a_card(
    late: World,
) -> None:
    await say_value(late, "ben", 1, "50")
    assert await occurrences(late, due.REDRAW) == []
    await late.go_to(TEN)  # where Ben is it is not ten yet
    await say_value(late, "ben", 1, "40")
    await late.settle()
    assert asked(late, "ben") == []
    await late.go_to(NEW_YORK)
    key = due.card_key(due.ASK, NEW_YORK.date(), CHEN)
    await say_value(late, "ben", 1, "30")
    await late.settle()
    assert await updates_of(late, key) == []  # Chen's says nothing else


async def test_many_values_are_one_update_and_are_read_once(late: World) -> None:
    await objective(late, 2, CHEN, title="More")
    for number in range(3, 7):
        await kr(late, number, CHEN, of=2, title=f"Number {number}")
    await late.go_to(NEW_YORK)
    key = due.card_key(due.ASK, NEW_YORK.date(), CHEN)
    counts = []
    for numbers in ((2,), (3, 4, 5, 6)):
        before = len(await updates_of(late, key))
        for number in numbers:
            await say_value(late, "chen", number, "33")
        statements: list[str] = []
        engine, note = late.bot.deps.sessions.engine.sync_engine, _noting(statements)
        event.listen(engine, "before_cursor_execute", note)
        await late.settle()
        event.remove(engine, "before_cursor_execute", note)
        assert len(await updates_of(late, key)) == before + 1
        counts.append(len([s for s in statements if "key_result.carried_from" in s]))
    assert counts == [1, 1]
    assert words(asked(late, "chen")[0]).count("33 h") == 5


def _noting(statements: list[str]) -> Callable[..., None]:
    def note(*args: object) -> None:
        statements.append(str(args[2]))

    return note
