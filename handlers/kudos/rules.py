"""Who may thank whom for what, and how it is read from what people type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.text import columns

MOST_A_DAY: Final = 5
SHORTEST: Final = 10  # columns; wide characters count two
EMOJI: Final = "raised_hands"
LOOK: Final = "kudos.look"
REPEAT: Final = timedelta(seconds=10)
GIVE_UP: Final = timedelta(days=1)

_PERSON: Final = r"<@[^<>\s]+>"
_GROUP: Final = r"<!(?:here|channel|everyone|subteam\^)[^<>]*>"
_LEAD: Final = re.compile(
    rf"(?:(?:{_PERSON}|{_GROUP})(?:\s*(?:,|、|，|&amp;|\+|和|與|and\b))?\s*)+", re.IGNORECASE
)
_FOR: Final = re.compile(r"(?:for\b|:|：|,|，|-|–|—)\s*", re.IGNORECASE)
_KR: Final = re.compile(r"(?<![\w-])KR-?(\d{1,9})(?!\w)", re.IGNORECASE)


class No(StrEnum):
    """Why somebody cannot be thanked."""

    ONESELF = "oneself"
    BOT = "bot"
    LEFT = "left"
    STRANGER = "stranger"


class Person(Protocol):
    """Whom the directory knows: `storage.team.Member`."""

    @property
    def is_bot(self) -> bool: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def is_stranger(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a person typed behind /kudos."""

    recipients: tuple[str, ...]
    group: bool  # a whole group was named in place of people
    reason: str
    kr_number: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """Kudos that stand."""

    id: str
    team_id: str | None
    giver: str
    recipients: tuple[str, ...]
    reason: str
    kr_number: int | None
    permalink: str | None
    came_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """A reaction to look at: whose, to which message."""

    giver: str
    channel: str
    ts: str

    @property
    def key(self) -> str:
        """As it stands in an occurrence."""
        return f"{self.giver} {self.channel} {self.ts}"

    @property
    def day(self) -> date:
        """The message's date in UTC, which is the same whenever the reaction comes or goes."""
        return datetime.fromtimestamp(int(self.ts.partition(".")[0]), UTC).date()


def look_of(key: str) -> Look:
    return Look(*key.split(" "))


@dataclass(frozen=True, slots=True)
class Found:
    """What `reactions.get` says now."""

    reacted: bool
    author: str
    by_bot: bool
    text: str
    permalink: str


def is_kudos(reaction: str) -> bool:
    """Whether this is our reaction, in any skin tone."""
    return reaction.partition("::")[0] == EMOJI


def read_thanks(text: str, names: Mapping[str, str]) -> Thanks:
    """People first, then the reason; or people within the reason when none come first."""
    lead = _LEAD.match(text.strip())
    people = mentioned(lead[0]) if lead else mentioned(text)
    rest = text.strip()[lead.end() :] if lead else text
    reason = readable(rest, names)
    if lead:
        reason = _FOR.sub("", reason, count=1) if _FOR.match(reason) else reason
    group = re.search(_GROUP, lead[0] if lead else text) is not None
    blocked = group and (lead is not None or not people)
    return Thanks(tuple(people), blocked, reason, kr_in(reason))


def kr_in(text: str) -> int | None:
    """The first KR that a text names: KR-3 or kr3."""
    found = _KR.search(text)
    return int(found[1]) if found else None


def long_enough(reason: str) -> bool:
    return columns(reason.strip()) >= SHORTEST


def refusal(giver: str, recipient: str, known: Person | None) -> No | None:
    """Why this person cannot be thanked, or None. Whom the directory lacks is a stranger."""
    if recipient == giver:
        return No.ONESELF
    if known is None or known.is_stranger:
        return No.STRANGER
    if known.is_bot:
        return No.BOT
    return No.LEFT if known.deleted else None


def left_today(spent: Iterable[Sequence[str]]) -> int:
    """How many more people may be thanked on a day on which these were."""
    return max(MOST_A_DAY - sum(len(recipients) for recipients in spent), 0)
