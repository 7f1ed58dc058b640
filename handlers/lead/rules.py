"""How a team takes part over time. Of people there is no figure here, so nothing can rank them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.blocker.rules import Blocker
from handlers.checkin.rules import away
from handlers.checkin.rules.counting import Counted, is_out
from handlers.okr.rules import KrState, Status
from handlers.question.rules import Promise

ROUNDS: Final = 8  # looked back on
HALF: Final = ROUNDS // 2
MATTERS: Final = Decimal("0.10")  # a change of the share below this is none
_ASKED: Final = ("done",)


class Trend(StrEnum):
    """Whether more of a team answer than did before."""

    EARLY = "early"  # too few rounds to tell
    MORE = "more"
    ALIKE = "alike"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of those who were asked answered; who was not there is said beside it."""

    day: date
    asked: int
    answered: int
    away: int = 0
    holiday: int = 0
    paused: int = 0
    skipped: int = 0
    is_open: bool = False

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.answered) / self.asked if self.asked else None

    @property
    def is_cut_short(self) -> bool:
        """Whether a pause, or holidays of as many as were there, took a part of it away."""
        return self.paused > 0 or (self.holiday > 0 and self.holiday >= self.asked)


@dataclass(frozen=True, slots=True)
class Asking:
    """How a round's prompt to one person went: due, done, or skipped for a reason."""

    member_id: str
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class View:
    """All of it. People stand in the order of their names; `missing` is None without a round."""

    team_name: str
    turnouts: Sequence[Turnout]  # newest first
    missing: Sequence[str] | None
    outdated: Sequence[tuple[KrState, int | None]]  # and for how many days
    promised: Sequence[Promise]
    blockers: Sequence[Blocker]

    @property
    def is_all_there(self) -> bool:
        """Whether a round runs, and somebody is asked in it, and none of them is missing."""
        return self.missing == [] and bool(self.turnouts and self.turnouts[0].asked)

    @property
    def trend(self) -> Trend:
        return trend(self.turnouts)


def turnout(day: date, found: Counted, *, is_open: bool = False) -> Turnout:
    """A round as it is counted everywhere."""
    return Turnout(
        day=day,
        asked=found.asked,
        answered=found.answered,
        away=found.away,
        holiday=found.holiday,
        paused=found.paused,
        skipped=found.skipped,
        is_open=is_open,
    )


def was_in(prompts: Iterable[Asking]) -> set[str]:
    """Who was in a round that is over, by its prompts: whoever was asked, had answered before, or
    was left out.
    """
    return {one.member_id for one in prompts if _was_asked(one) or _was_left_out(one)}


def _was_left_out(one: Asking) -> bool:
    return one.state == "skipped" and is_out(one.reason)


def _was_asked(one: Asking) -> bool:
    """Whether their card went out, or they had answered before it did."""
    return one.state in _ASKED or one.reason == away.ANSWERED_EARLY


def trend(turnouts: Sequence[Turnout]) -> Trend:
    """The latest rounds that are over held against those before them, all people together.

    What a pause or holidays cut short tells nothing of how many take part.
    """
    over = [one for one in turnouts if not (one.is_open or one.is_cut_short) and one.asked]
    now, before = _share(over[:HALF]), _share(over[HALF:])
    if len(over) < HALF or now is None or before is None:
        return Trend.EARLY
    if abs(now - before) < MATTERS:
        return Trend.ALIKE
    return Trend.MORE if now > before else Trend.FEWER


def _share(turnouts: Sequence[Turnout]) -> Decimal | None:
    asked = sum(one.asked for one in turnouts)
    return Decimal(sum(one.answered for one in turnouts)) / asked if asked else None


def by_name(ids: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The only order in which people are named."""
    return sorted(set(ids), key=lambda id_: (names.get(id_, "").casefold(), id_))


def outdated(krs: Iterable[KrState], now: datetime) -> list[tuple[KrState, int | None]]:
    """KRs of which nobody has spoken for too long, in their order, and for how many days."""
    return [
        (kr, (now - kr.made_at).days if kr.made_at else None)
        for kr in krs
        if kr.status is Status.OUTDATED
    ]
