"""Every method that the sandbox knows, by name; all others are `unknown_method`."""

from typing import Final

from bot.sandbox.call import Method
from bot.sandbox.methods import (
    app,
    chat,
    conversations,
    files,
    history,
    reactions,
    team,
    users,
    views,
)

METHODS: Final[dict[str, Method]] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **reactions.METHODS,
    **team.METHODS,
    **users.METHODS,
    **views.METHODS,
}
