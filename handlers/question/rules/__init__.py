"""Questions: of which kinds, when they are asked, what is a reply, and what is a promise."""

from handlers.question.rules.asked import (
    FIRST,
    LONGEST_QUESTION,
    LONGEST_REPLY,
    MOST,
    NO,
    SCALE,
    YES,
    Asked,
    Kind,
    Preset,
    Replied,
    is_promise,
)
from handlers.question.rules.promises import REMEMBERED, Kept, Promise, kept_of
from handlers.question.rules.rounds import Place, Rounds, is_asked

__all__ = [
    "FIRST",
    "LONGEST_QUESTION",
    "LONGEST_REPLY",
    "MOST",
    "NO",
    "REMEMBERED",
    "SCALE",
    "YES",
    "Asked",
    "Kept",
    "Kind",
    "Place",
    "Preset",
    "Promise",
    "Replied",
    "Rounds",
    "is_asked",
    "is_promise",
    "kept_of",
]
