"""What Slack hears of check-ins: the verbs, the card's buttons, the forms."""

from typing import Final

from handlers.checkin import views
from handlers.checkin.listeners import filling, off_track, opening, skipping, tapping
from handlers.checkin.listeners.later import later
from handlers.checkin.listeners.reporting import report, turn
from handlers.checkin.listeners.settings import open_settings, save_settings
from handlers.checkin.listeners.timing import checkin_at
from handlers.kit.routing import Routes, Verb, own
from handlers.vote import views as vote

ROUTES: Final = Routes(
    actions={
        views.OPEN: opening.open_form,
        views.EDIT: opening.edit,
        views.VALUE: opening.value,
        vote.OPEN: opening.open_vote,
        views.NO_CHANGE: tapping.no_change,
        views.ALL_UNCHANGED: tapping.all_unchanged,
        views.ON_TRACK: tapping.on_track,
        views.AT_RISK: tapping.at_risk,
        views.OFF_TRACK: off_track.off_track,
        views.SKIP: skipping.ask_why,
        views.BACK: filling.back,
        views.TOUCHED: filling.touched,
        views.LATER: later,
        views.SETTINGS: open_settings,
        views.TURN: turn,
        views.TURN_BACK: turn,
    },
    views={
        views.FORM: filling.submit,
        views.OFF_FORM: off_track.submit,
        views.SKIP_FORM: skipping.submit,
        views.SAVE_SETTINGS: save_settings,
    },
    closed={views.FORM: filling.left, views.OFF_FORM: filling.left},
    verbs={
        "checkin": Verb("checkin", "Answer this week's check-in, early or late", opening.checkin),
        "checkin skip": Verb(
            "checkin skip at a customer",
            "Skip this check-in, and say why if you like",
            skipping.skip,
            own("at a customer"),
        ),
        "checkin at": Verb("checkin at 16:00 | default", "Choose when I ask you", checkin_at),
        "checkin settings": Verb(
            "checkin settings",
            "Choose your reminders, your time, your holidays, your stand-in",
            open_settings,
            alone=True,
        ),
        "checkin report": Verb(
            "checkin report 2026-11-18",
            "What was said in a round, all of it; alone, the latest",
            report,
        ),
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
