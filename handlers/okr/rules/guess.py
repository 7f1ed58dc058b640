"""The unit that somebody wrote beside a number, where they left the field for it blank."""

import re
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.units import HIGHEST_SCALE, Sort, read_unit, sort_of
from handlers.okr.rules.scan import lead, line_of, number

_OF: Final = re.compile(r" ?(?:/|out of|of) ?(\d{1,3})$", re.IGNORECASE | re.ASCII)
_WORD: Final = re.compile(r" ?([^\d\s]+)")


def unit_in(text: str) -> str:
    """45% -> %, €12k -> EUR, 2h 30m -> h, 4.5/5 -> /5; "" for none and for words of no sort.

    UserError for a sign of several currencies.
    """
    line = line_of(text)
    ahead = lead(line)
    if ahead.currency:
        return read_unit(ahead.currency)
    try:
        ends = number(line, ahead.ends).ends
    except UserError:
        return ""  # that it is no number is told beside it
    of = _OF.match(line.plain, ends)
    if of is not None and int(of[1]) <= HIGHEST_SCALE:
        unit = read_unit(f"/{of[1]}")
    else:
        word = _WORD.match(line.plain, ends)
        unit = read_unit(word[1]) if word is not None else ""
    return "" if sort_of(unit) is Sort.NUMBER else unit
