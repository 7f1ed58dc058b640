"""The KR that thanks are tagged with, where it is no word of the reason: …until it worked, KR-3."""

import re
import string
from typing import Final

from handlers.kudos.rules.reading import kr_in
from handlers.kudos.rules.who import long_enough

# Searched from each KR on: from each of a thousand commas it would take seconds.
_LAST: Final = re.compile(r"KR-?[0-9]{1,9}[\])）】]*[.。!！]*\s*\Z", re.IGNORECASE)
_OPENS: Final = "[(（【#"
_APART: Final = ",;:、，；：\u3000\xa0" + string.whitespace
# What a sentence goes on behind: the work on KR-3, for rescuing KR-3, we hit KR-3, 你完成了 KR-3.
# One that is cut off is worse than a number that stands there twice.
_GOES_ON: Final = re.compile(
    r"""
    (?:
        \b(?:
            on|of|for|with|in|to|at|by|from|about|behind|into|over|off|past|than|as|like|beyond
            |around|through|towards?|without|the|a|this|that|our|your|my|his|her|their|its|no|and|or
            |is|was|are|were|be|why|how
            |achieved?|beat|br(?:eak|oke)|br(?:ing|ought)|buil[dt]|carr(?:y|ied)|cut|closed?
            |complet(?:e|ed)|deliver(?:ed)?|dr[io]ve|finish(?:ed)?|fix(?:ed)?|g[eo]t|gr[eo]w|halved?
            |hit|improved?|keep|kept|land(?:ed)?|lift(?:ed)?|l[ei]ad|led|ma[kd]e|measured?|meet|met
            |moved?|own(?:ed)?|push(?:ed)?|rais(?:e|ed)|reach(?:ed)?|rescued?|r[au]n|saved?
            |ship(?:ped)?|solved?|start(?:ed)?|t(?:ake|ook)|turn(?:ed)?|unblock(?:ed)?|w[io]n
            |\w+ing
        )
        |[&+了在对對为為给給跟和与與的到把被于於过過成进進定决決]
    )$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def untagged(reason: str) -> str:
    """The reason without the KR at its end, if that is a tag only and leaves a reason."""
    found = _LAST.search(reason)
    if found is None or kr_in(found[0]) != kr_in(reason):
        return reason
    before = reason[: found.start()].rstrip(_OPENS).rstrip(_APART)
    between = reason[len(before) : found.start()]
    goes_on = not between or _GOES_ON.search(before) is not None
    if goes_on and not between.replace("#", "").strip():
        return reason
    left = before.rstrip(" -–—")
    return left if long_enough(left) else reason
