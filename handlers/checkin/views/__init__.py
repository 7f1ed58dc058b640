"""What people see of a check-in: the card, the form, the round's summary."""

from handlers.checkin.views.card import card, outdated_card
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
from handlers.checkin.views.off_track import FORM as OFF_FORM
from handlers.checkin.views.off_track import help_about, off_track, read_why
from handlers.checkin.views.skip import FORM as SKIP_FORM
from handlers.checkin.views.skip import WHY, skip_modal, skipped
from handlers.checkin.views.summary import late_answer, summary
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
from handlers.checkin.views.timing import time_is, time_set
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
    "EDIT",
    "FORM",
    "NO_CHANGE",
    "OFF_FORM",
    "OFF_TRACK",
    "ON_TRACK",
    "OPEN",
    "SKIP",
    "SKIP_FORM",
    "TOUCHED",
    "VALUE",
    "WHY",
    "Shown",
    "Tap",
    "as_answered",
    "card",
    "closed_meanwhile",
    "closed_modal",
    "form",
    "form_of",
    "has_fields",
    "help_about",
    "is_closed",
    "is_touched",
    "late_answer",
    "nothing_due",
    "nothing_due_modal",
    "off_track",
    "outdated_card",
    "read_all",
    "read_answer",
    "read_sheet",
    "read_tap",
    "read_why",
    "refuse_wordless_help",
    "replies_as_typed",
    "skip_modal",
    "skipped",
    "summary",
    "time_is",
    "time_set",
    "told_of_tap",
    "wants_help",
]
