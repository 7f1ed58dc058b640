"""What a round comes to: what is posted of it, and what stands in the thread below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from handlers.blocker.rules import Blocker
from handlers.kudos.rules import Given
from handlers.okr.rules import WARNINGS, KrState, Status
from handlers.okr.rules.doubt import looks_like_a_slip
from handlers.okr.rules.kinds import Kind
from handlers.question.rules import Asked, Kept, Promise, Replied
from handlers.quote.rules import Quote
from handlers.vote.rules import Outcome

Key = tuple[str, date]  # of a round: its team's id and its day


def summary_key(key: Key) -> str:
    """The outbox's name for the summary of a round."""
    return f"checkin:summary:{key[0]}:{key[1].isoformat()}"


def part_key(key: Key, part: str) -> str:
    """The outbox's name for a message in its thread."""
    return f"{summary_key(key)}:{part}"


@dataclass(frozen=True, slots=True)
class Line:
    """What was said of one KR in a round: its values before and after, and by whom.

    `kr` is as it was said then. `is_late`: the answer came after the close.
    """

    kr: KrState
    author_id: str
    before: Decimal | None
    after: Decimal | None
    is_late: bool = False

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def needs_help(self) -> bool:
        return self.kr.status in WARNINGS

    @property
    def reached(self) -> bool:
        """Whether it moved onto or past its target in this round, by no slip of the finger."""
        kr, before, after = self.kr, self.before, self.after
        if after is None or looks_like_a_slip(kr.aim, kr.unit, before, after):
            return False
        return is_reached(kr, after) and not is_reached(kr, before)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a round came to. Nobody is named for being late, missing or away."""

    team_id: str
    day: date
    lines: Sequence[Line]
    silent: int  # KRs that nobody spoke of
    asked: int  # people who were there to answer
    answered: int  # of them, who said something
    away: int
    paused: int = 0  # whose team, or everybody, had the day off
    skipped: int = 0  # who left the round out themselves
    closed: int = 0  # KRs that were spoken of and are over since

    @property
    def key(self) -> Key:
        return (self.team_id, self.day)

    @property
    def moved(self) -> list[Line]:
        return [line for line in self.lines if line.moved]

    @property
    def steady(self) -> list[Line]:
        return [line for line in self.lines if not line.moved]

    @property
    def at_risk(self) -> list[Line]:
        """Answered KRs that need help; silent ones are no news, good or bad."""
        return [line for line in self.lines if line.needs_help]

    @property
    def reached(self) -> list[Line]:
        return [line for line in self.lines if line.moved and line.reached]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question and what people replied to it, oldest first."""

    asked: Asked
    replies: Sequence[Replied]


@dataclass(frozen=True, slots=True)
class Told:
    """A round as it is told: the post, and what goes below it. Empty parts are left out.

    `promised` is what people had promised in the round before and what became of it; `is_open`
    is a round that still takes answers.
    """

    team_name: str
    summary: Summary
    spoken: Sequence[Spoken]
    blockers: Sequence[Blocker]
    promised: Sequence[Promise]
    kudos: Sequence[Given]
    quotes: Sequence[Quote]
    outcomes: Sequence[Outcome] = ()
    is_open: bool = False
    closes_at: datetime | None = None

    @property
    def has_more(self) -> bool:
        """Whether anything stands below the post."""
        return any((self.spoken, self.blockers, self.kept, self.kudos, self.quotes, self.outcomes))

    @property
    def kept(self) -> list[Promise]:
        """Promises that were kept, in part at least; of others only their lead reads."""
        return [one for one in self.promised if one.kept in (Kept.YES, Kept.PARTLY)]


def status_then(kr: KrState, value: Decimal | None, said: Status | None) -> Status:
    """What a KR showed with this value, which was said then; nothing that came later counts.

    `kr` has what was expected then.
    """
    return said or kr.aim.suggested(value, kr.expected) or kr.status


def is_reached(kr: KrState, value: Decimal | None) -> bool:
    """Whether this value is at the target or past it; a band is kept, and never reached."""
    return value is not None and kr.kind is not Kind.KEEP and kr.aim.is_met(value)
