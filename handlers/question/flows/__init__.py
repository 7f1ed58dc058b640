"""What a team asks itself, what was replied, and what came of promises."""

from handlers.question.flows.asking import asked_in, begin, in_form, value_of
from handlers.question.flows.promising import keep, promised_in, promises
from handlers.question.flows.replying import replies_in, reply

__all__ = [
    "asked_in",
    "begin",
    "in_form",
    "keep",
    "promised_in",
    "promises",
    "replies_in",
    "reply",
    "value_of",
]
