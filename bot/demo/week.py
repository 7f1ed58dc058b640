"""The week that plays itself: one answers early, one late, one is away, one thinks twice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.demo import acts
from bot.demo.acts import Answer, Words
from bot.demo.company import PEOPLE
from bot.demo.history import ANSWERS, owned
from bot.demo.scenes import DAYS, ZONE, Scene, answers, quotes, types, votes
from bot.demo.stage import Stage
from bot.sandbox.model import Message
from handlers.kit.holidays import country_of, holiday

# What each KR's owner says this week. KR-9's is away. KR-3 is what the metric CSAT says, too.
WEEK: Final = {
    1: Answer(1, "6", 8, "Evenings and weekends are covered now"),
    2: Answer(2, "66", 7, "Late, sorry: a long call with the Grand"),
    3: Answer(3, "87", 8, "週末輪班上軌道了"),
    4: Answer(4, "38", 7, "Hosts name the new calendar"),
    5: Answer(5, "3.2", 6, "The card form holds still on old phones"),
    6: Answer(6, "22", 8, ""),
    7: Answer(7, "9.5", 7, "模板又省了一天"),
    8: Answer(8, "55", 7, ""),
    10: Answer(10, "93", 8, ""),
}
TEAMS: Final = {"care": (1, 2, 3), "product": (4, 5, 6, 10), "onboarding": (7, 8, 9)}
EARLY: Final = "yichun"
LATE: Final = "tom"
AWAY: Final = "sofia"
HOURS: Final = {
    "maya": "Wed 10:05",
    "tom": "Fri 13:10",  # after the round has closed, before the digest
    "hannah": "Wed 09:20",
    "jonas": "Wed 15:10",
    "aroha": "Wed 08:30",
    "lei": "Wed 09:12",
    "jing": "Thu 01:14",
}


WORDS: Final = {
    "maya": Words(
        "A host sent flowers to the Sunday rota", "", "Answer hotels’ groups as one", kept="yes"
    ),
    "hannah": Words(
        "The calendar is what hosts talk about", "", "Ask who would recommend it", kept="yes"
    ),
    "jonas": Words(
        "Bookings on old phones go through",
        "Nobody of us knows the tax rules of Chile",
        "Chile’s receipts",
        needs_help=True,
        kept="yes",
    ),
    "lei": Words("第一笔订单提前了一天半", "", "给连锁酒店试一次", kept="partly"),
}
# How sure each of Product is of its KRs, before they see what the others think.
VOTES: Final = {
    "hannah": {4: 7, 5: 8, 6: 8, 10: 8},
    "jonas": {4: 7, 5: 8, 6: 7, 10: 8},
    "aroha": {4: 8, 5: 7, 6: 8, 10: 7},
    "maya": {4: 7, 5: 3, 6: 8, 10: 8},
}


def cards() -> dict[str, list[str]]:
    """For each person, on their own walls, the moments at which a card has to come, each once."""
    asked = {name: ["Wed 10:00"] for name in owned() if name not in {EARLY, AWAY}}
    # Whoever has not answered by then is reminded on Thursday at 10:00 by their own clock, and on
    # Friday at 9:00 while the round is open; Tom's Friday 9:00 comes after the close in London.
    asked[LATE] = ["Wed 10:00", "Thu 10:00"]
    return asked


def moved() -> dict[str, dict[int, tuple[str, str]]]:
    """For each channel, the value of each KR before this week and after it."""
    before = {kr: weeks[-1][0] for kr, (_, weeks) in ANSWERS.items()}
    return {
        channel: {kr: (before[kr], WEEK[kr].value) for kr in krs if kr in WEEK}
        for channel, krs in TEAMS.items()
    }


def first_monday(now: datetime, weeks: int) -> datetime:
    """The Monday, `weeks` before this one, on which a history begins.

    Earlier, where history and week would not lie in one quarter: objectives end with theirs; or
    where somebody who is asked in that week has a holiday in it: then no card comes that day.
    """
    day = now.astimezone(ZONE).date()
    day -= timedelta(days=day.weekday(), weeks=weeks)
    while _quarter(day) != _quarter(day + timedelta(weeks=weeks + 1)) or _has_holiday(
        day + timedelta(weeks=weeks)
    ):
        day -= timedelta(weeks=1)
    return datetime.combine(day, time(9), ZONE)


def _has_holiday(monday: date) -> bool:
    asked = cards()
    countries = {country_of(person.zone) or "" for person in PEOPLE if person.name in asked}
    days = [monday + timedelta(days=n) for n in range(len(DAYS))]
    return any(holiday(day, country) for day in days for country in countries)


def _quarter(day: date) -> int:
    return (day.month - 1) // 3


def week() -> Iterator[Scene]:
    """The scenes of week 0, from Tuesday noon on."""
    yield Scene(0, "Tue 12:00", _goes_away)
    early = f"/okr update KR-3 {WEEK[3].value} {WEEK[3].note}"
    yield types(0, "Tue 12:10", EARLY, early, "care")
    yield types(0, "Tue 13:00", "hannah", "/okr metric nps 60 25 20", "product")
    thanks = "/kudos @jonas for making the card form hold still before the weekend KR-5"
    yield types(0, "Wed 16:00", "hannah", thanks, "product")
    yield quotes(
        0,
        "Wed 16:30",
        "maya",
        "care",
        text="You called back on a Sunday. I told three other hosts about it.",
        customer="Seaview Inn",
        touchpoint="get help",
        moment="delight",
        consent="approved",
        kr="2",
    )
    yield Scene(0, "Thu 09:00", _thinks_twice)
    for name, krs in owned().items():
        if name not in {EARLY, AWAY}:
            said = (WEEK[kr] for kr in krs)
            yield answers(0, HOURS[name], name, *said, words=WORDS.get(name, acts.NOTHING))
    for name, scores in VOTES.items():
        yield votes(0, "Thu 14:00", name, "product", scores)


async def _goes_away(stage: Stage) -> None:
    status = {"status_emoji": ":palm_tree:", "status_text": "Back on Monday"}
    await stage.hands(AWAY).change(**status)
    stage.note(AWAY, "sets the status :palm_tree: Back on Monday")
    await stage.driver.settle()


async def _thinks_twice(stage: Stage) -> None:
    """Kudos by reaction, and taken back a little later."""
    message: Message = await acts.say(stage, "aroha", "product", "Lunch is at one today!")
    await acts.thank(stage, "jonas", message)
    await acts.take_back(stage, "jonas", message)
