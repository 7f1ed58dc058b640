"""The KR that thanks are tagged with, where it is no word of the reason: …until it worked, KR-3."""

import re
from typing import Final

from handlers.kudos.rules.reading import kr_in
from handlers.kudos.rules.who import long_enough

_LAST: Final = re.compile(
    r"([\s,;、，；]*)([\[(（【#]*)(KR-?[0-9]{1,9})[\])）】]*[.。!！]*\s*\Z", re.IGNORECASE
)
# What a sentence goes on behind: the work on KR-3, for rescuing KR-3, 你完成了 KR-3.
_GOES_ON: Final = re.compile(
    r"(?:\b(?:on|of|for|with|in|to|at|by|from|about|behind|into|the|a|this|that|our|your|my|and|or)"
    r"|\b\w+ing|[&+了在对對为為给給跟和与與的到把被于於过過成进進定决決])$",
    re.IGNORECASE,
)


def untagged(reason: str) -> str:
    """The reason without the KR at its end, if that is a tag only and leaves a reason."""
    found = _tag(reason)
    left = reason if found is None else reason[: found.start()].rstrip(" -–—")
    return left if long_enough(left) else reason


def _tag(reason: str) -> re.Match[str] | None:
    """The KR at the end, with all that belongs to it; None for a word of the sentence."""
    found = _LAST.search(reason)
    if found is None or kr_in(found[3]) != kr_in(reason):
        return None
    apart = found[1].strip() or found[2].strip("#")
    before = reason[: found.start()]
    goes_on = not (found[1] or found[2]) or _GOES_ON.search(before) is not None
    return None if goes_on and not apart else found
