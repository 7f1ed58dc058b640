"""What people wrote in Slack, as plain text: mentions, links and entities read back."""

import re
from collections.abc import Mapping
from typing import Final

_TAG: Final = re.compile(r"<([@#!]?)([^<>|\s]+)(?:\|([^<>]*))?>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # & last: it starts the others


def mentioned(text: str) -> list[str]:
    """The members that this text mentions, each once, in order."""
    found = (m[2] for m in _TAG.finditer(text) if m[1] == "@")
    return list(dict.fromkeys(found))


def readable(text: str, names: Mapping[str, str]) -> str:
    """Slack's text as people see it; `names` of members stand in for their ids.

    What comes out is plain: to show it again it must be escaped, as everything from people.
    """
    shown = _TAG.sub(lambda m: _shown(m[1], m[2], m[3] or "", names), text)
    for entity, character in _ENTITIES:
        shown = shown.replace(entity, character)
    return shown.strip()


def _shown(sign: str, target: str, label: str, names: Mapping[str, str]) -> str:
    match sign:
        case "@":
            return f"@{names.get(target) or label or target}"
        case "#":
            return f"#{label or '…'}"  # Slack leaves names out, and we keep none
        case "!":
            named = label or target.partition("^")[0]
            return named if named.startswith("@") or target.startswith("date^") else f"@{named}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if label in ("", address, target) else f"{label} ({target})"
