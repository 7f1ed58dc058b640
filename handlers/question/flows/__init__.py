"""What a team asks itself, what was replied, and what came of promises."""

from handlers.question.flows.asking import asked_in, begin, in_form, in_these, of_teams
from handlers.question.flows.editing import (
    Listed,
    Overtaken,
    add,
    change,
    listed,
    move,
    put_back,
    remove,
)
from handlers.question.flows.promising import keep, promised_in, promises
from handlers.question.flows.replying import last_replies, replies_in, reply

__all__ = [
    "Listed",
    "Overtaken",
    "add",
    "asked_in",
    "begin",
    "change",
    "in_form",
    "in_these",
    "keep",
    "last_replies",
    "listed",
    "move",
    "of_teams",
    "promised_in",
    "promises",
    "put_back",
    "remove",
    "replies_in",
    "reply",
]
