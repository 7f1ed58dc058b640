"""A typed line: which KR, what value, and the note behind it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
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
_NAME: Final = re.compile(r"(kr|o)[\s#_\-–—－]*(\d{1,12})(?=[\s,，、和与與]|$)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?:[\s,，、&和与與]|\band\b)*", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\S+")
LARGEST_NUMBER: Final = 2**31 - 1  # of a KR; what the database's integers hold


@dataclass(frozen=True, slots=True)
class Numbered:
    """The KRs and the objectives of a line that names nothing else: KR-1 O-2."""

    krs: tuple[int, ...] = ()
    objectives: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.krs or self.objectives)

    @property
    def names(self) -> list[str]:
        """As one types them."""
        return [*(f"KR-{n}" for n in self.krs), *(f"O-{n}" for n in self.objectives)]

    def without(self, krs: Collection[int], objectives: Collection[int]) -> "Numbered":
        """Those that are not among these."""
        return Numbered(
            tuple(n for n in self.krs if n not in krs),
            tuple(n for n in self.objectives if n not in objectives),
        )


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


def numbered(text: str) -> Numbered:
    """All numbers, where the text holds nothing else; a bare one may be anybody's."""
    if not _BETWEEN.fullmatch(_NAME.sub("", text)):
        return Numbered()
    found = [(kind.casefold(), int(number)) for kind, number in _NAME.findall(text)]
    return Numbered(
        krs=tuple(dict.fromkeys(number for kind, number in found if kind == "kr")),
        objectives=tuple(dict.fromkeys(number for kind, number in found if kind == "o")),
    )


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
