"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.form import FORM, form, rounds_in
from handlers.checkin.views.later import LATER, earlier_card, read_later
from handlers.checkin.views.missing import who_is_missing
from handlers.checkin.views.settings import (
    COUNTRY,
    SAVE_SETTINGS,
    SETTINGS,
    STAND_IN,
    read_reminders,
    read_wall,
    settings_button,
    settings_form,
    settings_saved,
)
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
    "COUNTRY",
    "FORM",
    "LATER",
    "NO_CHANGE",
    "OPEN",
    "SAVE_SETTINGS",
    "SETTINGS",
    "STAND_IN",
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
    "read_reminders",
    "read_tap",
    "read_wall",
    "rounds_in",
    "settings_button",
    "settings_form",
    "settings_saved",
    "summary",
    "time_is",
    "time_set",
    "who_is_missing",
]
