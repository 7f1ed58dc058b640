"""What Slack hears of blockers; and how check-ins have people told of them."""

from typing import Final

from handlers.blocker import views
from handlers.blocker.listeners.buttons import blockers, can_help, close, solved
from handlers.blocker.listeners.telling import ask_for_help, say_still
from handlers.kit.routing import Routes, Verb

__all__ = ["ROUTES", "ask_for_help", "say_still"]

ROUTES: Final = Routes(
    actions={views.CAN_HELP: can_help, views.SOLVED: solved},
    views={views.CLOSE: close},
    verbs={
        "blockers": Verb(
            "blockers", "What is in your teams' way, and who helps", blockers, alone=True
        )
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
