"""What Slack hears of check-ins: the verbs, the card's buttons, the form."""

from typing import Final

from handlers.checkin import views
from handlers.checkin.listeners.answering import checkin, no_change, open_form, submit
from handlers.checkin.listeners.later import later
from handlers.checkin.listeners.leaving import away
from handlers.checkin.listeners.settings import open_settings, save_settings
from handlers.checkin.listeners.timing import checkin_at
from handlers.kit.routing import Routes, Verb

ROUTES: Final = Routes(
    actions={
        views.OPEN: open_form,
        views.NO_CHANGE: no_change,
        views.LATER: later,
        views.SETTINGS: open_settings,
    },
    views={views.FORM: submit, views.SAVE_SETTINGS: save_settings},
    verbs={
        "checkin": Verb("checkin", "Answer this week's check-in, early or late", checkin),
        "checkin at": Verb("checkin at 16:00 | default", "Choose when I ask you", checkin_at),
        "checkin settings": Verb(
            "checkin settings",
            "Choose your reminders, your time, your holidays, your stand-in",
            open_settings,
        ),
        "away": Verb("away until 2026-12-01 | back", "Be skipped until you are back", away),
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
