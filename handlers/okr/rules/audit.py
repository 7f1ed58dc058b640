"""Changes of objectives and KRs as values: who changed what, when, from what to what, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What was changed, as the column `what` holds it.

    `before` and `after` are plain: numbers without grouping, ids of people and teams, steps a
    line each, `O-3` for what is supported, the words of `Stage` and `Ambition`.
    """

    MADE = "made"  # after: its title
    STAGE = "stage"
    TITLE = "title"
    OWNER = "owner"
    START = "start"
    TARGET = "target"
    LOW = "low"
    HIGH = "high"
    STEPS = "steps"
    UNIT = "unit"
    KIND = "kind"
    WEIGHT = "weight"
    SUPPORTS = "supports"
    TEAMS = "teams"  # that share a KR
    AMBITION = "ambition"
    LEVEL = "level"
    TEAM = "team"  # that an objective lives with
    CYCLE = "cycle"
    LESSON = "lesson"
    GRADE = "grade"
    CARRIED_FROM = "carried from"
    CLOSED = "closed"  # a KR; before: the value that it had
    REOPENED = "reopened"  # a KR
    DELETED = "deleted"  # an objective that had not begun
    WITHDRAWN = "withdrawn"  # an update; before: its value


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is different now."""

    what: What
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A change as it was written down; of the objective itself where `kr_number` is None."""

    id: str
    made_at: datetime
    author_id: str
    objective_number: int
    kr_number: int | None
    what: str
    before: str
    after: str
    reason: str


Texts = Mapping[What, str]


def plain(value: Decimal | None) -> str:
    """A number as a change holds it; "" for none."""
    return "" if value is None else f"{value.normalize():f}"


def differences(before: Texts, after: Texts) -> list[Changed]:
    """What two states of one thing differ in, in the order of the second."""
    return [
        Changed(what, before.get(what, ""), text)
        for what, text in after.items()
        if before.get(what, "") != text
    ]
