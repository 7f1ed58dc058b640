"""The answer to `/okr why`."""

from handlers.why.views.whole import why

__all__ = ["why"]
