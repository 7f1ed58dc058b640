"""Blockers as fields of a form, as messages with buttons, and as lines."""

from handlers.blocker.rules import STILL
from handlers.blocker.views.closing import CLOSE, NOTE, closing_form
from handlers.blocker.views.fields import (
    HELP,
    TICKED,
    help_field,
    help_id,
    read_still,
    still_fields,
    still_id,
    wants_help,
)
from handlers.blocker.views.messages import (
    CAN_HELP,
    SOLVED,
    Tap,
    how,
    line,
    listed,
    post,
    read_tap,
    solved,
    thanked,
)

__all__ = [
    "CAN_HELP",
    "CLOSE",
    "HELP",
    "NOTE",
    "SOLVED",
    "STILL",
    "TICKED",
    "Tap",
    "closing_form",
    "help_field",
    "help_id",
    "how",
    "line",
    "listed",
    "post",
    "read_still",
    "read_tap",
    "solved",
    "still_fields",
    "still_id",
    "thanked",
    "wants_help",
]
