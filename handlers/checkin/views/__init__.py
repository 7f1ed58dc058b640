"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.form import FORM, form, rounds_in
from handlers.checkin.views.later import LATER, earlier_card, read_later
from handlers.checkin.views.summary import late_answer, summary
from handlers.checkin.views.timing import time_is, time_set
from handlers.checkin.views.words import (
    away_until,
    back,
    closed_meanwhile,
    nothing_due,
    nothing_due_modal,
)

__all__ = [
    "FORM",
    "LATER",
    "NO_CHANGE",
    "OPEN",
    "Tap",
    "away_until",
    "back",
    "card",
    "closed_meanwhile",
    "earlier_card",
    "form",
    "late_answer",
    "nothing_due",
    "nothing_due_modal",
    "outdated_card",
    "read_later",
    "read_tap",
    "rounds_in",
    "summary",
    "time_is",
    "time_set",
]
