"""What a person is asked in a round, and what has been answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal

from handlers.checkin.rules import cadence
from handlers.checkin.rules.snooze import Again
from handlers.okr.rules import KrState
from handlers.question.rules import Asked

Key = tuple[str, date]  # of a round: its team's id and its day


@dataclass(frozen=True, slots=True)
class DueRound:
    """A person's part of their team's latest round. Once it is closed, answers are late.

    `questions` are the team's own; `replied` whether this person has sent what they say to them,
    be it nothing. `skipped` is why they leave this round out; `spoke` whether they have said
    something in it themselves. `gave` are the KRs that they have answered, and `others` those of
    them that they are asked for no more: they stood in for somebody. `begins`: it is the team's
    first round in a cycle.
    """

    team_id: str
    team_name: str
    day: date
    closes_at: datetime
    missing: list[KrState]
    answered: list[KrState]
    is_closed: bool
    questions: tuple[Asked, ...] = ()
    replied: bool = False
    skipped: str | None = None
    votes: int = 0  # KRs for which they may vote
    spoke: bool = False
    gave: frozenset[int] = frozenset()
    others: tuple[KrState, ...] = ()
    begins: bool = False

    @property
    def key(self) -> Key:
        return (self.team_id, self.day)

    def runs(self, now: datetime) -> bool:
        """Whether answers are in time."""
        return not self.is_closed and now < self.closes_at

    @property
    def only_asks(self) -> bool:
        """Whether nothing but the questions waits for this person, who has no KR here.

        Nor had one: what they have answered may be of a cycle that has ended since.
        """
        said = self.answered or self.replied or self.spoke
        return bool(self.questions) and not (self.missing or said)

    @property
    def is_wanting(self) -> bool:
        """Whether something is missing: a KR, or, without one, a word on the questions."""
        return bool(self.missing) or self.only_asks

    @property
    def unsaid(self) -> list[KrState]:
        """What they may still answer: what is missing, or what others answered while they skip."""
        return self.missing or (self.answered if self.is_skipped else [])

    @property
    def waits(self) -> bool:
        """Whether this person is still to say it."""
        return self.skipped is None and self.is_wanting

    @property
    def is_skipped(self) -> bool:
        """Whether they skip this round, whatever others have answered for them meanwhile."""
        return self.skipped is not None and (self.is_wanting or not self.spoke)


@dataclass(frozen=True, slots=True)
class Card:
    """A message that asks one person about one or several rounds. `key` is the outbox's.

    `again` is when it comes once more, if they have put it off; `recent` are the last values of
    its KRs, oldest first. `is_first`: nothing has asked them before it, be it sent as a reminder.
    It can be put off until the next of its rounds `begins`; `own` is when they want to be asked.
    """

    key: str
    kind: str
    is_late: bool
    rounds: list[DueRound]
    again: Again | None = None
    is_first: bool = False
    recent: Mapping[int, Sequence[Decimal]] = field(default_factory=dict)
    begins: datetime | None = None
    own: time | None = None

    @property
    def missing(self) -> list[KrState]:
        """The KRs that wait, without those of rounds that the person skips."""
        return missing(round_ for round_ in self.rounds if not round_.is_skipped)

    @property
    def unchanged(self) -> list[KrState]:
        """Those of them of which one can say that nothing has changed."""
        return [kr for kr in self.missing if kr.value is not None]

    @property
    def answered(self) -> list[KrState]:
        return [kr for round_ in self.rounds for kr in (*round_.answered, *round_.others)]

    @property
    def was_for_others(self) -> bool:
        """Whether all that is left of it is what was answered for somebody else."""
        return bool(self.answered) and not any(
            round_.answered or round_.missing or round_.questions for round_ in self.rounds
        )

    @property
    def waits(self) -> bool:
        return any(round_.waits for round_ in self.rounds)

    @property
    def skipped(self) -> str | None:
        """Why the person skips what is missing, or "" without a reason; None: they do not."""
        why = [round_.skipped or "" for round_ in self.rounds if round_.is_skipped]
        return max(why) if why and not self.waits else None

    @property
    def unasked(self) -> bool:
        """Whether there are questions that this person has not replied to."""
        return any(round_.questions and not round_.replied for round_ in self.rounds)

    @property
    def questions(self) -> list[Asked]:
        return [asked for round_ in self.rounds for asked in round_.questions]

    @property
    def without_krs(self) -> list[str]:
        """The teams in whose first round of a cycle no KR is theirs, where none is anywhere."""
        if self.missing or self.answered:
            return []
        return [one.team_name for one in self.rounds if one.begins and one.waits]

    @property
    def votes(self) -> int:
        return sum(round_.votes for round_ in self.rounds)

    @property
    def voting(self) -> list[Key]:
        """The rounds in which they may vote."""
        return [round_.key for round_ in self.rounds if round_.votes]

    @property
    def is_closed(self) -> bool:
        return all(round_.is_closed for round_ in self.rounds)

    def editable(self, now: datetime) -> list[DueRound]:
        """The rounds that run, of what was answered on it; of those without KRs their questions."""
        running = [one for one in self.rounds if one.runs(now)]
        asking = [one for one in running if one.questions]
        return [one for one in running if one.answered] or asking


@dataclass(frozen=True, slots=True)
class Skipped:
    """The teams whose rounds somebody skips; of those that they meant as well, whose rounds are
    over, and in whose nothing waits for them any more.
    """

    teams: list[str]
    over: Sequence[str] = ()
    rest: Sequence[str] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is all that they meant."""
        return not (self.over or self.rest)


def missing(rounds: Iterable[DueRound]) -> list[KrState]:
    """Every KR that still waits for an answer."""
    return [kr for round_ in rounds for kr in round_.missing]


def unreplied(rounds: Iterable[DueRound]) -> list[DueRound]:
    """The rounds with questions to which the person has not replied yet."""
    return [round_ for round_ in rounds if round_.questions and not round_.replied]


def card_key(kind: str, team_id: str, day: date, member_id: str) -> str:
    """The outbox's name for a card: of the first occurrence that it settles."""
    return f"checkin:{kind.removeprefix('checkin.')}:{team_id}:{day.isoformat()}:{member_id}"


def snoozed_key(team_id: str, day: date, member_id: str, at: datetime) -> str:
    """That of a card that comes again, each time under another name. `at`: as it was wished."""
    name = card_key(cadence.SNOOZED, team_id, day, member_id)
    return f"{name}:{at.astimezone(UTC):%m%d%H%M%S}"
