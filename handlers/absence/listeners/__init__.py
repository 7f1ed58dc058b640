"""What Slack hears of absences: /okr away, /okr pause; and what it tells us of them."""

from typing import Final

from handlers.absence import views
from handlers.absence.listeners.leaving import away, back
from handlers.absence.listeners.pausing import pause, take_back
from handlers.absence.listeners.quiet import quiet_changed
from handlers.kit.routing import Routes, Verb, own

ROUTES: Final = Routes(
    actions={views.TAKE_BACK: take_back},
    events={"dnd_updated_user": quiet_changed},
    verbs={
        "away": Verb(
            "away until Monday @name | from 20 Dec until 4 Jan | tomorrow",
            "Be skipped until you are back, and say who stands in for you",
            away,
        ),
        "away back": Verb(
            "away back",
            "Be asked again: you are here, and what you had planned is off",
            back,
        ),
        "pause": Verb(
            "pause until Monday | from 21 Dec until 4 Jan Winter break | end",
            "Pause your team's check-ins, or see what is planned",
            pause,
            own("Winter break"),
        ),
    },
    scopes=frozenset({"chat:write", "im:write"}),
    optional=frozenset({"dnd:read"}),
)
