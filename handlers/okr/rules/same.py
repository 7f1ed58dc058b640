"""A value that is said to stand where it stood: same, unchanged, 没变化."""

import re
from typing import Final

from handlers.okr.rules.state import KrState

# Alone, or before a note or a status: behind anything else it is part of a sentence.
_SAME: Final = re.compile(
    r"\s*(?:(?:the )?same(?: as before)?|unchanged|no changes?|not changed|as before"
    r"|(?:[没沒]有?|[无無])(?:变化|變化|改变|改變|变动|變動)|[没沒不][变變]|同上|照旧|照舊)"
    r"(?:\s*[.!。！]*\s*$|(?P<rest>\s*[,;，；]\s*.+))",
    re.IGNORECASE | re.DOTALL,
)


def as_number(kr: KrState, text: str) -> str | None:
    """The line with the KR's value in place of such a word; None for others, and before any."""
    found = None if kr.value is None else _SAME.match(text)
    return f"={kr.value:f}{found['rest'] or ''}" if found else None
