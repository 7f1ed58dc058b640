"""What other code sees of a KR: values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.okr.rules.kinds import NONE_YET, Kind, Measured, Reach, Step, Tally, ends_of
from handlers.okr.rules.life import Level
from handlers.okr.rules.progress import CADENCE, Status
from handlers.okr.rules.steps import Ticks

LONGEST_NOTE: Final = 3000  # what Slack's text field takes


class KrState(NamedTuple):
    """A KR as it stands. `value` and what follows are of its current update, if there is one.

    Not a dataclass: with so many fields one takes thrice as long to make (measured), and with a
    list of them that was a tenth of opening Home.
    """

    number: int
    title: str
    unit: str
    kind: Kind
    aim: Measured
    owner_id: str
    objective_number: int
    objective_title: str
    team_id: str
    cycle_id: str
    cycle_ends: date
    weight: Decimal
    position: int
    value: Decimal | None
    update_id: str | None
    day: date | None
    made_at: datetime | None
    confidence: int | None
    note: str
    progress: Decimal | None  # unheld: 1.2 is 120 %
    status: Status
    expected: Decimal = Decimal(0)  # progress by now, were it even
    author_id: str | None = None
    said: bool = False  # the status is what a person said, not what is computed
    team_name: str = ""
    team_zone: str = "UTC"
    cadence: timedelta = CADENCE  # the longest between two of its team's check-ins
    level: Level = Level.TEAM
    tally: Tally = NONE_YET
    steps: tuple[Step, ...] = ()  # of a milestone KR, where somebody has asked for them
    is_closed: bool = False  # for itself, before its objective

    @property
    def numbers(self) -> tuple[Decimal | None, Decimal | None]:
        """The two numbers that it aims by: start and target, or the ends of its band."""
        return ends_of(self.aim)

    @property
    def seen(self) -> str:
        """What a form remembers of the version that it showed; "" for no update yet."""
        return self.update_id or ""

    @property
    def is_finished(self) -> bool:
        """Whether all its steps are done: there is nothing more to say of it."""
        return self.kind is Kind.MILESTONE and self.is_reached

    @property
    def is_reached(self) -> bool:
        """Whether it came to its target; then it counts for its objective, though it is closed."""
        return (
            isinstance(self.aim, Reach) and self.value is not None and self.aim.is_met(self.value)
        )


@dataclass(frozen=True, slots=True)
class Past:
    """One update of a KR, as its history shows it; `withdrawn_by` whoever took it back."""

    id: str
    value: Decimal
    confidence: int | None
    status: Status | None
    note: str
    author_id: str
    day: date  # that it speaks of
    made_at: datetime
    withdrawn_by: str | None = None
    reason: str = ""
    link: str = ""
    quote_number: int | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An update that counts no more, and its KR as it stands without it; `is_new`: since now."""

    kr: KrState
    update: Past
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording a value. `repeated`: it was a double click, and changed nothing."""

    kr: KrState
    before: Decimal | None
    update_id: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """What a KR did between two moments: its values at both, and how many updates were made."""

    kr: KrState
    before: Decimal | None
    after: Decimal | None
    updates: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person filled in for one KR. `value` is None when the field was left empty."""

    kr_number: int
    value: Decimal | None
    confidence: int | None
    note: str
    status: Status | None = None  # when the person overrules what is computed
    reason: str = ""  # why they do
    link: str = ""  # evidence: where one can see it
    quote_number: int | None = None  # evidence: what a customer said
    ticks: Ticks | None = None  # of a milestone KR

    @property
    def says_more(self) -> bool:
        """Whether there is more to it than value, confidence, note and status."""
        return bool(self.link or self.quote_number or (self.ticks and self.ticks.moved))
