"""Much text in few blocks: lines put together, and what is too long for one cut apart."""

from collections.abc import Iterable, Iterator
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn

FULL: Final = 2800  # characters of a section before the next one begins
_LATE: Final = FULL // 2  # a cut that leaves a piece shorter than this is no better than any


def sections(texts: Iterable[Mrkdwn]) -> list[Block]:
    """These lines in as few sections as hold them; none of them may be longer than a section."""
    pages: list[str] = []
    for text in texts:
        if pages and len(pages[-1]) + len(text) < FULL:
            pages[-1] += f"\n{text}"
        else:
            pages.append(str(text))
    return [blocks.section(Mrkdwn(page)) for page in pages]


def cut(text: Mrkdwn, most: int = FULL) -> Iterator[Mrkdwn]:
    """The whole text in pieces that fit; cut between lines or words, never inside of an entity."""
    rest = str(text)
    while len(rest) > most:
        at = max(rest.rfind("\n", 0, most), rest.rfind(" ", 0, most))
        at = at if at >= min(_LATE, most // 2) else _outside(rest, most)
        yield Mrkdwn(rest[:at])
        rest = rest[at:].lstrip()
    if rest:
        yield Mrkdwn(rest)


def _outside(text: str, at: int) -> int:
    """Before the entity, such as &lt;, that a cut here would part."""
    start = text.rfind("&", max(at - 5, 0), at)
    return start if start > 0 and ";" not in text[start:at] else at
