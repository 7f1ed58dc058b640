"""A reaction that gives kudos: what we look for, and what Slack says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from handlers.kudos.rules.who import Person, refusal

EMOJI: Final = "raised_hands"
LOOK: Final = "kudos.look"
GIVE_UP: Final = timedelta(days=1)


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
    permalink: str | None


def is_kudos(reaction: str) -> bool:
    """Whether this is our reaction, in any skin tone."""
    return reaction.partition("::")[0] == EMOJI


def may_become(look: Look, found: Found, known: Mapping[str, Person]) -> bool:
    """Whether a reaction gives kudos to the message's author; an app's reaction never does."""
    giver = known.get(look.giver)
    by_app = found.by_bot or (giver is not None and giver.is_bot)
    refused = refusal(look.giver, found.author, known.get(found.author))
    return found.reacted and not by_app and refused is None
