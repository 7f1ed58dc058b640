"""How thanks are read from what people type behind /kudos."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.kit.mrkdwn import mentioned, readable

_PERSON: Final = r"<@[^<>\s]+>"
_GROUP: Final = r"<!(?:here|channel|everyone|subteam\^)[^<>]*>"
_LEAD: Final = re.compile(
    rf"(?:(?:{_PERSON}|{_GROUP})(?:\s*(?:,|、|，|&amp;|\+|和|與|and\b))?\s*)+", re.IGNORECASE
)
_TRAIL: Final = re.compile(rf"(?:\s*(?:,|、|，|&amp;|\+|和|與|与|and\b)?\s*{_PERSON})+[\s.!。！]*$")
# Behind these a name belongs to the sentence: for helping @ana, for the trip with @ben.
_CARRIES: Final = re.compile(
    r"(?:\b(?:\w+ing|to|with|for|by|from|of|at|and|the|a|thank|thanks|how|that|when|while|because)"
    r"|[给給帮幫和跟与與替为為谢謝])$",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"for\b\s*", re.IGNORECASE)
# `:tada:` behind a name begins with no colon of ours.
_BEHIND_NAMES: Final = re.compile(r"(?:for\b|:(?![a-z0-9_+'-]+:)|：|,|，|-|–|—)\s*", re.IGNORECASE)
_BETWEEN_NAMES: Final = re.compile(r"\b(?:for|and)\b|[和與]", re.IGNORECASE)  # say nothing alone
# In Chinese no space stands around it, so only what could continue an ASCII word ends it.
_KR: Final = re.compile(r"(?<![a-z0-9_-])KR-?([0-9]{1,9})(?![a-z0-9_])", re.IGNORECASE)
# As Slack writes an emoji into what it sends us; but not of 10:30:45.
_EMOJI: Final = re.compile(r"(?<!\d):[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?", re.IGNORECASE)
_LINK: Final = re.compile(r"\b(?:https?://|www\.)[!-~]+", re.IGNORECASE)  # Chinese may follow
_SEEN: Final = "\N{PARTY POPPER}"  # as wide as any


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a person typed behind /kudos."""

    recipients: tuple[str, ...]
    group: bool  # a whole group was named in place of people
    reason: str
    kr_number: int | None
    says: bool  # the reason, without the people in it


def read_thanks(text: str, names: Mapping[str, str]) -> Thanks:
    """People first, then the reason; or people within the reason when none come first."""
    lead = _LEAD.match(text.strip())
    people = mentioned(lead[0]) if lead else mentioned(text)
    rest = text.strip()[lead.end() :] if lead else _without_trail(text)
    reason = readable(rest, names)
    opening = (_BEHIND_NAMES if lead else _FOR).match(reason)
    reason = reason[opening.end() :] if opening else reason
    group = re.search(_GROUP, lead[0] if lead else text) is not None
    blocked = group and (lead is not None or not people)
    says = says_something(_BETWEEN_NAMES.sub("", readable(re.sub(_PERSON, " ", rest), {})))
    return Thanks(tuple(people), blocked, reason, kr_in(reason), says)


def _without_trail(text: str) -> str:
    """The reason without the people who are only named behind it: for the Sunday shift @tom."""
    trail = _TRAIL.search(text)
    before = text[: trail.start()].rstrip() if trail else ""
    return text if not before or mentioned(before) or _CARRIES.search(before) else before


def as_seen(text: str) -> str:
    """With an emoji in the place of each `:tada:`."""
    return _EMOJI.sub(_SEEN, text)


def says_something(text: str) -> bool:
    """Whether there are words: emoji say nothing alone, nor do links or the number of a KR."""
    return any(map(str.isalpha, _KR.sub("", as_seen(_LINK.sub("", text)))))


def kr_in(text: str) -> int | None:
    """The first KR that a text names: KR-3 or kr3."""
    found = _KR.search(text)
    return int(found[1]) if found else None
