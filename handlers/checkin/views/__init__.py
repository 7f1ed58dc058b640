"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.form import FORM, form, rounds_in
from handlers.checkin.views.summary import late_answer, summary
from handlers.checkin.views.words import (
    closed_meanwhile,
    nothing_due,
    nothing_due_modal,
)

__all__ = [
    "FORM",
    "NO_CHANGE",
    "OPEN",
    "Tap",
    "card",
    "closed_meanwhile",
    "form",
    "late_answer",
    "nothing_due",
    "nothing_due_modal",
    "outdated_card",
    "read_tap",
    "rounds_in",
    "summary",
]
