"""Help that somebody has asked for, who gives it, and until when it comes back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

LONGEST: Final = 3000  # characters of what is in the way
LONGEST_NOTE: Final = 300  # characters of how it was solved
CHANNEL: Final = "channel"  # where one of its messages stands; else a person's id
LIST: Final = "list"  # a button in somebody's list of blockers
STILL: Final = "still."  # of the names of fields that ask whether it is; its id follows
Key = tuple[str, date]  # of a round: its team's id and its day


@dataclass(frozen=True, slots=True)
class About:
    """What help is asked for with: a KR, a reply to a question, or neither."""

    kr_number: int | None = None
    question_id: str | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something in somebody's way: about a KR, about their reply to a question, or neither."""

    id: str
    team_id: str
    day: date  # of the round in which they asked for help
    member_id: str
    text: str
    raised_at: datetime
    kr_number: int | None = None
    question_id: str | None = None
    helper_id: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def since(self) -> date:
        """The day, in UTC: it may have been raised before its round's."""
        return self.raised_at.date()

    @property
    def about(self) -> About:
        return About(self.kr_number, self.question_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sent form has changed: new ones, those that say or are something else, those gone."""

    raised: tuple[Blocker, ...] = ()
    changed: tuple[Blocker, ...] = ()
    gone: tuple[Blocker, ...] = ()


def message_key(blocker_id: str, place: str) -> str:
    """The outbox's name for its message in this place: the channel, or a person's."""
    return f"blocker:{blocker_id}:{place}"


def is_said_again(text: str, closed: Iterable[str]) -> bool:
    """Whether this was solved in its round already: the form that was open then still says it."""
    return text in closed


def may_close(blocker: Blocker, person: str, *, is_lead: bool) -> bool:
    """Whoever asked, whoever helps, and the leads."""
    return is_lead or person in (blocker.member_id, blocker.helper_id)


def comes_back(blocker: Blocker, day: date) -> bool:
    """Whether whoever asked is asked in the round of this day if it is still in the way."""
    return blocker.is_open and blocker.day < day


def who_is_told(
    blocker: Blocker, leads: Collection[str], gone: Collection[str], otherwise: str
) -> list[str]:
    """Who hears of it in person: the leads who are here, without whoever asks.

    Without any lead, whoever stands in for them (`otherwise`).
    """
    here = [lead for lead in leads if lead not in gone] or [otherwise]
    return [person for person in here if person != blocker.member_id]
