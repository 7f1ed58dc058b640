"""One person's hands in the sandbox: everything that somebody can do in Slack."""

from bot.sandbox.hands.forms import Uses
from bot.sandbox.hands.reply import NotPossibleError, Outcome, Reply
from bot.sandbox.hands.talk import Talks

__all__ = ["Hands", "NotPossibleError", "Outcome", "Reply"]


class Hands(Uses, Talks):
    """One person, as tests, the demo's script and the page move them."""
