"""The answer to `/okr why`."""

from handlers.why.views.reasons import reason_words
from handlers.why.views.whole import why

__all__ = ["reason_words", "why"]
