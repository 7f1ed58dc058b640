"""How often a team checks in: its fields in the form, and the words for it."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import LAST, MOST_WEEKS, Days, Month, Weeks
from handlers.team.rules import AT_ONCE, OWN, Draft, Setup, ends_at_weekend
from handlers.team.views.zones import zone_name

RHYTHM: Final = "checkin_rhythm"
CHECKIN_DAY: Final = "checkin_day"
CHECKIN_DAYS: Final = "checkin_days"
NTH: Final = "checkin_nth"
FIRST: Final = "checkin_first_"  # and of how many weeks, and the weekday: its options follow them
WALLS: Final = "checkin_walls"
CHECKIN_TIME: Final = "checkin_time"
MONTHLY: Final = "month"
SOME_DAYS: Final = "days"
# The fields that have the form follow what is chosen in them; each is its own action.
FIRST_WEEK: Final = "team.first"
RESHAPE: Final = (
    *(f"team.{name}" for name in (RHYTHM, CHECKIN_DAY, CHECKIN_DAYS, NTH)),
    FIRST_WEEK,
)


def rhythm_fields(say: Say, draft: Draft) -> Iterator[Block]:
    """How often; only what that needs; the next dates; and by whose clock."""
    setup = draft.setup
    yield blocks.field(
        say("How often"),
        blocks.select(f"team.{RHYTHM}", _rhythms(say), initial=_sort(setup)),
        block_id=RHYTHM,
        tells=True,
    )
    yield from _days_of(say, draft)
    if draft.coming:
        yield blocks.context(next_days(say, draft.coming))
    yield from _weekend(say, setup)
    yield time_field(say("Check-in time"), setup.checkin_time, CHECKIN_TIME)
    options = [
        blocks.option(say("Each person's own clock"), OWN),
        blocks.option(say("The team's clock: everybody at one moment"), AT_ONCE),
    ]
    yield blocks.field(
        say("By whose clock"),
        blocks.select(f"team.{WALLS}", options, initial=setup.checkin_walls),
        block_id=WALLS,
        hint=say("Everybody can choose a time of their own with /okr checkin at 16:00."),
    )


def _weekend(say: Say, setup: Setup) -> Iterator[Block]:
    """A round that runs into it is warned of: its days are counted, and not those of work."""
    day = ends_at_weekend(setup)
    if day is not None:
        yield blocks.context(
            say(
                "⚠️ A round of {day} lasts until {end} at noon, and its last reminder comes that"
                " morning. Where nobody works at the weekend, choose a day from Monday to"
                " Wednesday.",
                day=say.weekday(day),
                end=say.weekday(day + 2),
            )
        )


def _rhythms(say: Say) -> list[Block]:
    weeks = [
        blocks.option(say("Every {n} weeks", n=n), f"weeks:{n}") for n in range(2, MOST_WEEKS + 1)
    ]
    return [
        blocks.option(say("Every week"), "weekly"),
        *weeks,
        blocks.option(say("Once a month"), MONTHLY),
        blocks.option(say("Several days a week"), SOME_DAYS),
    ]


def _sort(setup: Setup) -> str:
    match rhythm.parse(setup.checkin_rhythm):
        case Weeks(1, _):
            return "weekly"
        case Weeks(every, _):
            return f"weeks:{every}"
        case Month():
            return MONTHLY
        case Days():
            return SOME_DAYS


def _days_of(say: Say, draft: Draft) -> Iterator[Block]:
    setup = draft.setup
    made = rhythm.parse(setup.checkin_rhythm)
    if isinstance(made, Days):
        yield _weekdays(say, made)
        return
    if isinstance(made, Month):
        yield _nth_field(say, made)
    yield weekday_field(say, say("Check-in day"), setup.checkin_weekday, CHECKIN_DAY, tells=True)
    if isinstance(made, Weeks) and made.every > 1 and draft.firsts:
        yield _first_field(say, made, setup.checkin_weekday, draft.firsts)


def _weekdays(say: Say, made: Days) -> Block:
    options = [blocks.option(say.weekday(day), str(day)) for day in range(7)]
    chosen = [str(day) for day in made.days]
    return blocks.field(
        say("Check-in days"),
        blocks.multi_select(f"team.{CHECKIN_DAYS}", options, initial=chosen),
        block_id=CHECKIN_DAYS,
        hint=say("Each round closes an hour before the next one asks."),
        tells=True,
    )


def _nth_field(say: Say, made: Month) -> Block:
    words = {
        1: say("The first of the month"),
        2: say("The second of the month"),
        3: say("The third of the month"),
        4: say("The fourth of the month"),
        LAST: say("The last of the month"),
    }
    options = [blocks.option(text, str(nth)) for nth, text in words.items()]
    picker = blocks.select(f"team.{NTH}", options, initial=str(made.nth))
    return blocks.field(say("Which one"), picker, block_id=NTH, tells=True)


def _first_field(say: Say, made: Weeks, weekday: int, firsts: Sequence[date]) -> Block:
    options = [
        blocks.option(say.day(day, weekday=True), str(rhythm.week_of(day) % made.every))
        for day in firsts[: made.every]
    ]
    return blocks.field(
        say("Beginning on"),
        blocks.select(FIRST_WEEK, options, initial=str(made.phase)),
        block_id=f"{FIRST}{made.every}_{weekday}",
        hint=say("If you work in sprints: the day on which one ends."),
        tells=True,
    )


def weekday_field(
    say: Say, label: str, chosen: int, block_id: str, *, tells: bool = False
) -> Block:
    options = [blocks.option(say.weekday(day), str(day)) for day in range(7)]
    picker = blocks.select(f"team.{block_id}", options, initial=str(chosen))
    return blocks.field(label, picker, block_id=block_id, tells=tells)


def time_field(label: str, chosen: time, block_id: str) -> Block:
    picker = blocks.time_picker(f"team.{block_id}", initial=f"{chosen:%H:%M}")
    return blocks.field(label, picker, block_id=block_id)


def next_days(say: Say, coming: Sequence[date]) -> Mrkdwn:
    days = " · ".join(say.day(day, weekday=True) for day in coming)
    return say("📅 Next: {days}", days=Mrkdwn(days))


def rhythm_words(say: Say, setup: Setup) -> Mrkdwn:
    """Every second Wednesday at 10:00, on each person's own clock."""
    days, at = _often(say, setup), say.clock(setup.checkin_time)
    if setup.checkin_walls == AT_ONCE:
        return say(
            "{days} at {time}, everybody at one moment ({zone})",
            days=days,
            time=at,
            zone=zone_name(say, setup.zone),
        )
    return say("{days} at {time}, on each person's own clock", days=days, time=at)


def _often(say: Say, setup: Setup) -> Mrkdwn:
    weekday = say.weekday(setup.checkin_weekday)
    match rhythm.parse(setup.checkin_rhythm):
        case Weeks(1, _):
            return say("Every {weekday}", weekday=weekday)
        case Weeks(2, _):
            return say("Every second {weekday}", weekday=weekday)
        case Weeks(every, _):
            return say("Every {n} weeks on {weekday}", n=every, weekday=weekday)
        case Month(nth):
            return _monthly(say, nth, weekday)
        case Days(days):
            return say("Every {weekday}", weekday=_all(say, [say.weekday(day) for day in days]))


def _all(say: Say, days: list[Mrkdwn]) -> Mrkdwn:
    *first, last = days
    return say("{days} and {last}", days=first, last=last) if first else last


def _monthly(say: Say, nth: int, weekday: Mrkdwn) -> Mrkdwn:
    match nth:
        case 1:
            return say("The first {weekday} of each month", weekday=weekday)
        case 2:
            return say("The second {weekday} of each month", weekday=weekday)
        case 3:
            return say("The third {weekday} of each month", weekday=weekday)
        case 4:
            return say("The fourth {weekday} of each month", weekday=weekday)
        case _:
            return say("The last {weekday} of each month", weekday=weekday)
