"""What the page's "Try this" panel offers a newcomer."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Tip:
    """One thing to try: its button fills the composer, opens the app or moves the clock.

    `workspace` and `person` are ids, `channel` is a name: where the button goes first.
    `move` is one of the moves of `moves.py`, such as `wednesday-10`; `tab` is the app's tab to open
    after it, `home` or `messages`. From `until` on, a moment in ISO form, the move has been made:
    the tip then says `after`, and `after_button` goes to the same place without it.
    """

    title: str
    text: str
    button: str
    compose: str = ""
    move: str = ""
    tab: Literal["", "home", "messages"] = ""
    workspace: str = ""
    person: str = ""
    channel: str = ""
    until: str = ""
    after: str = ""
    after_button: str = ""

    def shown(self) -> dict[str, Any]:
        return asdict(self)
