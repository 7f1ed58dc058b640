"""When what happens on the demo's stage, and the small acts that scenes are made of."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo import acts
from bot.demo.stage import Stage

ZONE: Final = ZoneInfo("Europe/London")
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")

Act = Callable[[Stage], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Scene:
    """An act, and when it happens on London's walls: week 0 is the one in which the demo begins."""

    week: int
    when: str  # "Wed 10:07"
    act: Act

    def moment(self, monday: datetime) -> datetime:
        """When it happens, given any moment of the Monday of week 0."""
        day, _, clock = self.when.partition(" ")
        date = monday.astimezone(ZONE).date() + timedelta(weeks=self.week, days=DAYS.index(day))
        return datetime.combine(date, time.fromisoformat(clock), ZONE)


async def play(stage: Stage, scenes: Iterable[Scene], monday: datetime) -> AsyncIterator[datetime]:
    """Play scenes in their order of time; yields each moment, for whoever waits."""
    for scene in sorted(scenes, key=lambda s: s.moment(monday)):
        moment = scene.moment(monday)
        await stage.driver.go_to(moment)
        await scene.act(stage)
        yield moment


def answers(
    week: int, when: str, name: str, *said: acts.Answer, words: acts.Words = acts.NOTHING
) -> Scene:
    return Scene(week, when, partial(acts.answer, name=name, answers=said, words=words))


def votes(week: int, when: str, name: str, channel: str, scores: Mapping[int, int]) -> Scene:
    """How sure somebody is of each of the team's KRs."""
    return Scene(week, when, partial(acts.vote, name=name, channel=channel, scores=scores))


def types(week: int, when: str, name: str, line: str, channel: str) -> Scene:
    return Scene(week, when, partial(acts.command, name=name, line=line, channel=channel))


def says(week: int, when: str, name: str, channel: str, text: str) -> Scene:
    return Scene(week, when, partial(acts.say, name=name, channel=channel, text=text))


def quotes(week: int, when: str, name: str, channel: str, **values: str) -> Scene:
    return Scene(week, when, partial(acts.save_quote, name=name, channel=channel, said=values))


def is_thanked(week: int, when: str, author: str, channel: str, text: str, *, by: str) -> Scene:
    """Somebody writes, somebody else reacts with :raised_hands:."""

    async def act(stage: Stage) -> None:
        await acts.thank(stage, by, await acts.say(stage, author, channel, text))

    return Scene(week, when, act)
