"""What is wrong with a payload, and where."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """Slack's sentence and the JSON pointer to the place it speaks of."""

    message: str
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"

    def inside(self, place: str | int) -> "Problem":
        """The same, seen from one step further out."""
        return Problem(self.message, f"/{place}{self.pointer}")


Problems = tuple[Problem, ...]
FINE: Final[Problems] = ()


def problem(message: str, pointer: str = "") -> Problems:
    """One thing is wrong; the pointer leads from the value that was looked at."""
    return (Problem(message, pointer),)
