"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.fields import TOUCHED, as_answered, form_of, has_fields, read_answer
from handlers.checkin.views.form import (
    BACK,
    FORM,
    Shown,
    form,
    is_closed,
    is_touched,
    read_sheet,
    refuse_wordless_help,
    replies_as_typed,
    wants_help,
)
from handlers.checkin.views.summary import late_answer, summary
from handlers.checkin.views.timing import time_is, time_set
from handlers.checkin.views.words import (
    closed_meanwhile,
    nothing_due,
    nothing_due_modal,
)

__all__ = [
    "BACK",
    "FORM",
    "NO_CHANGE",
    "OPEN",
    "TOUCHED",
    "Shown",
    "Tap",
    "as_answered",
    "card",
    "closed_meanwhile",
    "form",
    "form_of",
    "has_fields",
    "is_closed",
    "is_touched",
    "late_answer",
    "nothing_due",
    "nothing_due_modal",
    "outdated_card",
    "read_answer",
    "read_sheet",
    "read_tap",
    "refuse_wordless_help",
    "replies_as_typed",
    "summary",
    "time_is",
    "time_set",
    "wants_help",
]
