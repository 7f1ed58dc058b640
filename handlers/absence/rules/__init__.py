"""What counts as away, from when until when, and the words that are written down for it."""

from typing import Final

from handlers.team.rules import CHANGED

RESUME: Final = "absence.resume"  # a team's pause was taken back: its rounds come back

__all__ = ["CHANGED", "RESUME"]
