"""A typed line: which KR, what value, and the note behind it."""

import re
from typing import Final

from handlers.okr.rules.duration import says_duration
from handlers.okr.rules.scan import begins_value

# Slack and phones turn hyphens into dashes. Bare numbers count as well: `/okr show 3`.
# Behind a name people also put a colon or a comma, or =, which stays: the value is meant so. But
# KR-3,4 may be two of them, and kr 1,234 is money.
_REF: Final = re.compile(
    r"\s*(kr)?[\s#_\-–—－]*(\d{1,12})(?:(?(1)\s*(?:[:：，]|,(?!\d)|(?==))|(?!))|(?=\s|$))\s*",
    re.IGNORECASE,
)
_OBJECTIVE: Final = re.compile(r"\s*(o)?[\s#_\-–—－]*(\d{1,12})\s*", re.IGNORECASE)
_BELOW: Final = re.compile(r"\s*o[\s#_\-–—－]*(\d{1,12})(?=\s|$)\s*", re.IGNORECASE)
_KRS: Final = re.compile(r"(?:kr[\s#_\-–—－]*\d{1,12}(?=[\s,，、]|$)[\s,，、]*)+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\S+")
LARGEST_NUMBER: Final = 2**31 - 1  # of a KR; what the database's integers hold


def split_number(text: str) -> tuple[int, str] | None:
    """A KR's number at the beginning and the rest: `KR-3 45 faster` -> (3, "45 faster").

    A bare number is one only before a value or nothing: `3 new partners` is a title.
    """
    found = _REF.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if found[1] is None and rest and not _begins(rest):
        return None
    return int(found[2]), rest


def kr_numbers(text: str) -> list[int]:
    """The numbers of KRs, where the text holds nothing else: KR-3, or KR-3, kr 4."""
    return [int(n) for n in re.findall(r"\d+", text)] if _KRS.fullmatch(text) else []


def objective_number(text: str, *, bare: bool = False) -> int | None:
    """An objective's number, and nothing else: O-3, o3; with `bare` also 3."""
    found = _OBJECTIVE.fullmatch(text)
    if found is None or (found[1] is None and not bare):
        return None
    return int(found[2])


def split_objective(text: str) -> tuple[int, str] | None:
    """An objective's number at the beginning and the rest: `O-3 45 faster` -> (3, "45 faster")."""
    found = _BELOW.match(text)
    return None if found is None else (int(found[1]), text[found.end() :])


def splits(text: str) -> list[tuple[str, str]]:
    """Where the KR's name may end and a value begin: longest name first, no value at all last.

    `first response 45 for 3 teams` -> ("first response 45 for", "3 teams"), …, (all, "")
    """
    starts = [t.start() for t in _TOKEN.finditer(text) if t.start() and _begins(text[t.start() :])]
    return [*((text[:at].rstrip(), text[at:]) for at in reversed(starts)), (text, "")]


def _begins(text: str) -> bool:
    return begins_value(text) or says_duration(text)
