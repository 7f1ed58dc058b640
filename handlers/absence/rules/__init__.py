"""What counts as away, from when until when, and the words that are written down for it."""

from typing import Final

CHANGED: Final = "absence.changed"  # somebody left, came back, or named a stand-in: rounds follow
RESUME: Final = "absence.resume"  # a team's pause was taken back: its rounds come back
