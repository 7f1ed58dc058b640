"""How a team takes part over time. Of people there is no figure here, so nothing can rank them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.blocker.rules import Blocker
from handlers.checkin.rules import away
from handlers.checkin.rules.counting import counted, is_out
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
    def trend(self) -> Trend:
        return trend(self.turnouts)


def turnout(
    day: date,
    prompts: Sequence[Asking],
    spoke: frozenset[str],
    reasons: Mapping[str, str | None],
    *,
    is_open: bool = False,
) -> Turnout:
    """A round by its prompts, who spoke in it (early and late included), and why others did not.

    `reasons`: why somebody was left out, as the round has it written down. Whoever spoke was
    there, whatever was expected of them.
    """
    came = [one for one in prompts if was_asked(one) or (is_open and _comes(one))]
    why = {one.member_id: one.reason for one in prompts if one.state == "skipped" and one.reason}
    why |= {who: reason for who, reason in reasons.items() if reason}
    left_out = {who for who, reason in why.items() if is_out(reason)}
    found = counted({one.member_id for one in came} | spoke | left_out, spoke, why)
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


def was_asked(one: Asking) -> bool:
    """Whether their card went out, or they had answered before it did."""
    return one.state in _ASKED or one.reason == away.ANSWERED_EARLY


def _comes(one: Asking) -> bool:
    """Whether their card is still to come: the report of an open round counts them, too."""
    return one.state == "due"


def trend(turnouts: Sequence[Turnout]) -> Trend:
    """The latest rounds that are over held against those before them, all people together."""
    over = [one for one in turnouts if not one.is_open and one.asked]
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
