"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import SHOWN, card, outdated_card
from handlers.checkin.views.fields import (
    TOUCHED,
    as_answered,
    form_of,
    has_fields,
    read_answer,
    refuse_emptied,
)
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
from handlers.checkin.views.later import LATER, earlier_card, of_earlier_week, read_later
from handlers.checkin.views.missing import who_is_missing
from handlers.checkin.views.off_track import FORM as OFF_FORM
from handlers.checkin.views.off_track import help_about, off_track, read_why
from handlers.checkin.views.over import key_on, over
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
from handlers.checkin.views.skip import FORM as SKIP_FORM
from handlers.checkin.views.skip import WHY, read_skipped, skip_modal, skipped
from handlers.checkin.views.summary import summary
from handlers.checkin.views.taps import (
    ALL_UNCHANGED,
    AT_RISK,
    EDIT,
    NO_CHANGE,
    OFF_TRACK,
    ON_TRACK,
    OPEN,
    SKIP,
    VALUE,
    Tap,
    read_all,
    read_tap,
)
from handlers.checkin.views.thread import empty, quoted, thread
from handlers.checkin.views.timing import time_is, time_set
from handlers.checkin.views.titles import put_right
from handlers.checkin.views.words import (
    closed_meanwhile,
    closed_modal,
    nothing_due,
    nothing_due_modal,
    told_of_tap,
)

__all__ = [
    "ALL_UNCHANGED",
    "AT_RISK",
    "BACK",
    "COUNTRY",
    "EDIT",
    "FORM",
    "LATER",
    "NO_CHANGE",
    "OFF_FORM",
    "OFF_TRACK",
    "ON_TRACK",
    "OPEN",
    "SAVE_SETTINGS",
    "SETTINGS",
    "SHOWN",
    "SKIP",
    "SKIP_FORM",
    "STAND_IN",
    "TOUCHED",
    "TURN",
    "TURN_BACK",
    "VALUE",
    "WHY",
    "Shown",
    "Tap",
    "as_answered",
    "card",
    "closed_meanwhile",
    "closed_modal",
    "earlier_card",
    "empty",
    "form",
    "form_of",
    "has_fields",
    "help_about",
    "help_as_asked",
    "is_closed",
    "is_touched",
    "key_on",
    "nothing_due",
    "nothing_due_modal",
    "of_earlier_week",
    "off_track",
    "outdated_card",
    "over",
    "put_right",
    "quoted",
    "read_all",
    "read_answer",
    "read_later",
    "read_reminders",
    "read_sheet",
    "read_skipped",
    "read_tap",
    "read_turn",
    "read_wall",
    "read_why",
    "refuse_emptied",
    "refuse_wordless_help",
    "replies_as_typed",
    "report",
    "settings_button",
    "settings_form",
    "settings_saved",
    "skip_modal",
    "skipped",
    "summary",
    "thread",
    "time_is",
    "time_set",
    "told_of_tap",
    "wants_help",
    "who_is_missing",
]
