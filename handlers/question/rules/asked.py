"""Questions: of which kinds, which ones a new team has, and what a reply may be."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.question.rules.rounds import Rounds

MOST: Final = 10  # questions of a team
LONGEST_QUESTION: Final = 150  # characters: it stands as the label of a field
LONGEST_REPLY: Final = 3000  # what Slack's text field takes
SCALE: Final = tuple(str(n) for n in range(1, 6))
YES, NO = "yes", "no"


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    SCALE = "scale"  # 1 to 5
    YES_NO = "yes_no"


class Preset(StrEnum):
    """Our own questions, which each reader reads in their language."""

    MOVED = "moved"
    BLOCKED = "blocked"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked: `text` in the team's own words, or `preset` in each reader's.

    One of ours that a team has put into its own words has both.
    """

    id: str
    team_id: str
    kind: Kind
    text: str
    preset: Preset | None = None
    options: tuple[str, ...] = ()
    is_promise: bool = False
    rounds: Rounds = Rounds.EVERY


@dataclass(frozen=True, slots=True)
class Replied:
    """What somebody replied to a question in a round. `kept`, of a promise: yes, partly or no."""

    question_id: str
    member_id: str
    text: str
    is_late: bool = False
    kept: str | None = None


# What a new team is asked, in this order; what comes next is a promise.
FIRST: Final = (Preset.MOVED, Preset.BLOCKED, Preset.NEXT)


def is_promise(preset: Preset) -> bool:
    """Whether the round after asks if it happened."""
    return preset is Preset.NEXT
