"""What Slack hears of check-ins: the verbs, the card's buttons, the form."""

from typing import Final

from handlers.checkin import views
from handlers.checkin.listeners.filling import back, left, submit, touched
from handlers.checkin.listeners.later import later
from handlers.checkin.listeners.opening import checkin, open_form
from handlers.checkin.listeners.reporting import report, turn
from handlers.checkin.listeners.settings import open_settings, save_settings
from handlers.checkin.listeners.tapping import no_change
from handlers.checkin.listeners.timing import checkin_at
from handlers.kit.routing import Routes, Verb

ROUTES: Final = Routes(
    actions={
        views.OPEN: open_form,
        views.NO_CHANGE: no_change,
        views.LATER: later,
        views.SETTINGS: open_settings,
        views.BACK: back,
        views.TOUCHED: touched,
        views.TURN: turn,
        views.TURN_BACK: turn,
    },
    views={views.FORM: submit, views.SAVE_SETTINGS: save_settings},
    closed={views.FORM: left},
    verbs={
        "checkin": Verb("checkin", "Answer this week's check-in, early or late", checkin),
        "checkin at": Verb("checkin at 16:00 | default", "Choose when I ask you", checkin_at),
        "checkin settings": Verb(
            "checkin settings",
            "Choose your reminders, your time, your holidays, your stand-in",
            open_settings,
        ),
        "checkin report": Verb(
            "checkin report 2026-11-18",
            "What was said in a round, all of it; alone, the latest",
            report,
        ),
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
