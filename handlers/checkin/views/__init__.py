"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.form import FORM, form, rounds_in
from handlers.checkin.views.report import BACK, TURN, read_turn, report
from handlers.checkin.views.summary import summary
from handlers.checkin.views.thread import empty, quoted, thread
from handlers.checkin.views.timing import time_is, time_set
from handlers.checkin.views.words import (
    away_until,
    back,
    closed_meanwhile,
    nothing_due,
    nothing_due_modal,
)

__all__ = [
    "BACK",
    "FORM",
    "NO_CHANGE",
    "OPEN",
    "TURN",
    "Tap",
    "away_until",
    "back",
    "card",
    "closed_meanwhile",
    "empty",
    "form",
    "nothing_due",
    "nothing_due_modal",
    "outdated_card",
    "quoted",
    "read_tap",
    "read_turn",
    "report",
    "rounds_in",
    "summary",
    "thread",
    "time_is",
    "time_set",
]
