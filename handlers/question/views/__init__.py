"""A team's questions and promises as fields of a form, how these are read, and in words."""

from handlers.question.views.fields import (
    LAST,
    PREFIX,
    choices,
    field_id,
    fields,
    preset_words,
    read,
    reply_words,
    words,
)
from handlers.question.views.promises import (
    PROMISE,
    kept_words,
    promise_fields,
    promise_id,
    read_promises,
)

__all__ = [
    "LAST",
    "PREFIX",
    "PROMISE",
    "choices",
    "field_id",
    "fields",
    "kept_words",
    "preset_words",
    "promise_fields",
    "promise_id",
    "read",
    "read_promises",
    "reply_words",
    "words",
]
