"""A second key result in a line that updates one: its update would only stand in the note."""

import re
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded
from handlers.okr.rules.bare import MARKS, in_one_line
from handlers.okr.rules.state import KrState

_KR: Final = r"\s*kr[\s#_\-–—－]*(?P<{name}>\d{{1,12}})(?:\s*[:：，,=]\s*|\s+)(?=[+\-=]?\d)"
# Right behind the value, or as a clause of its own: thanks to KR-3 2 weeks earlier is a note.
_BEHIND: Final = r"(?:^|\n)(?:and |[&和与與、]|\s)*" + _KR.format(name="number")
_CLAUSE: Final = r"(?:[,;，；、。&]|\band\b|[和与與])" + _KR.format(name="other")
_ENDS: Final = r"[+\-=]?\d[\d.,]*\s?(?:%|[^\W\d_]{1,2})?\s*(?:$|[,;，；、。\n])"
_ANOTHER: Final = re.compile(f"{_BEHIND}|{_CLAUSE}{_ENDS}", re.IGNORECASE)


def refuse_another(kr: KrState, text: str, note: str) -> None:
    """UserError for 66 KR-12 1, of which KR-12 would only stand in the note."""
    found = _ANOTHER.search(folded(note))
    if found is None:
        return
    at, number = ("number", found["number"]) if found["number"] else ("other", found["other"])
    first = text[: text.rindex(note)] + note[: found.start()]
    second = note[found.end(at) :].strip(f"{MARKS}:：=")
    raise UserError(
        "A line updates one key result, and this one names two; nothing was recorded. Send two:"
        " `{first}` and `{second}`.",
        first=in_one_line(f"/okr update KR-{kr.number} {first.strip().rstrip(MARKS)}"),
        second=in_one_line(f"/okr update KR-{number} {second}"),
    )
