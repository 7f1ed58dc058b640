"""What people read in the Home tab."""

from handlers.home.views.tab import home, is_shown, pointer

__all__ = ["home", "is_shown", "pointer"]
