"""What Slack hears of check-ins: the verbs, the card's buttons, the form."""

from typing import Final

from handlers.checkin import views
from handlers.checkin.listeners.answering import checkin, no_change, open_form, submit
from handlers.checkin.listeners.leaving import away
from handlers.checkin.listeners.reporting import report, turn
from handlers.checkin.listeners.timing import checkin_at
from handlers.kit.routing import Routes, Verb

ROUTES: Final = Routes(
    actions={views.OPEN: open_form, views.NO_CHANGE: no_change, views.TURN: turn, views.BACK: turn},
    views={views.FORM: submit},
    verbs={
        "checkin": Verb("checkin", "Answer this week's check-in, early or late", checkin),
        "checkin at": Verb("checkin at 16:00 | default", "Choose when I ask you", checkin_at),
        "checkin report": Verb(
            "checkin report 2026-11-18",
            "What was said in a round, all of it; alone, the latest",
            report,
        ),
        "away": Verb("away until 2026-12-01 | back", "Be skipped until you are back", away),
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
