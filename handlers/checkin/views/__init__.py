"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import NO_CHANGE, OPEN, Tap, card, outdated_card, read_tap
from handlers.checkin.views.fields import TOUCHED, as_answered, form_of, has_fields, read_answer
from handlers.checkin.views.form import (
    BACK,
    FORM,
    Shown,
    form,
    help_as_asked,
    is_closed,
    is_touched,
    read_sheet,
    refuse_wordless_help,
    replies_as_typed,
    wants_help,
)
from handlers.checkin.views.later import LATER, earlier_card, read_later
from handlers.checkin.views.missing import who_is_missing
from handlers.checkin.views.report import TURN, TURN_BACK, read_turn, report
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
from handlers.checkin.views.summary import summary
from handlers.checkin.views.thread import empty, quoted, thread
from handlers.checkin.views.timing import time_is, time_set
from handlers.checkin.views.words import (
    closed_meanwhile,
    nothing_due,
    nothing_due_modal,
)

__all__ = [
    "BACK",
    "COUNTRY",
    "FORM",
    "LATER",
    "NO_CHANGE",
    "OPEN",
    "SAVE_SETTINGS",
    "SETTINGS",
    "STAND_IN",
    "TOUCHED",
    "TURN",
    "TURN_BACK",
    "Shown",
    "Tap",
    "as_answered",
    "card",
    "closed_meanwhile",
    "earlier_card",
    "empty",
    "form",
    "form_of",
    "has_fields",
    "help_as_asked",
    "is_closed",
    "is_touched",
    "nothing_due",
    "nothing_due_modal",
    "outdated_card",
    "quoted",
    "read_answer",
    "read_later",
    "read_reminders",
    "read_sheet",
    "read_tap",
    "read_turn",
    "read_wall",
    "refuse_wordless_help",
    "replies_as_typed",
    "report",
    "settings_button",
    "settings_form",
    "settings_saved",
    "summary",
    "thread",
    "time_is",
    "time_set",
    "wants_help",
    "who_is_missing",
]
