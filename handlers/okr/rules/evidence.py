"""What an update rests on: a link to it, or what a customer said; and a status said by a person."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded

LONGEST_LINK: Final = 2000
_NAKED: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#].*)?")  # as in www.example.com/page
_QUOTE: Final = re.compile(r"(?:q\s*[-–]?\s*)?#?(\d{1,9})", re.IGNORECASE | re.ASCII)
# As they are in a web address; <, > and | would end a link in Slack.
_KEPT: Final = "%:/?#[]@!$&'()*+,;=~"


def read_link(text: str) -> str:
    """A web address, safe to be shown as a link; "" for none. UserError for anything else."""
    typed = text.strip()
    if not typed:
        return ""
    whole = f"https://{typed}" if _NAKED.fullmatch(typed) else typed
    if not _is_address(whole):
        raise UserError(
            "“{link}” is no web address. Copy it from your browser: it begins with https://.",
            link=typed[:40],
        )
    made = quote(whole, safe=_KEPT)
    if len(made) > LONGEST_LINK:
        raise UserError("This is {n} characters long; {most} fit.", n=len(made), most=LONGEST_LINK)
    return made


def _is_address(text: str) -> bool:
    """Of the web, with nobody's name and password in it, and in one piece."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if any(char.isspace() or not char.isprintable() for char in text):
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc
    return parts.scheme.lower() in ("http", "https") and named


def read_quote_number(text: str) -> int | None:
    """Q-4, q4 and 4 alike; None for nothing. UserError for what names no quote."""
    typed = folded(text).strip()
    if not typed:
        return None
    found = _QUOTE.fullmatch(typed)
    if found is None:
        raise UserError(
            "“{typed}” is no number of a quote. It stands below the quote, like Q-4.",
            typed=typed[:40],
        )
    return int(found[1])
