"""rich_text: sections, lists, quotes and preformatted text, and what runs inside them."""

from typing import Any, Final

from bot.sandbox.blockkit.checks import (
    Check,
    Kind,
    Surface,
    boolean,
    integer,
    items,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.blockkit.objects import ID, link
from bot.sandbox.blockkit.problems import Problems, problem

_STYLES: Final = ("bold", "italic", "strike", "code", "underline", "highlight")
_STYLE: Final = shape({}, dict.fromkeys((*_STYLES, "client_highlight", "unlink"), boolean))
_MOST: Final = 1000
_LONGEST: Final = 40_000


def _run(needed: dict[str, Check], may: dict[str, Check] | None = None) -> Kind:
    return Kind(shape(needed, {**(may or {}), "style": _STYLE}))


_RUNS: Final = {
    "text": _run({"text": string(_LONGEST)}),
    "link": _run({"url": link}, {"text": string(_LONGEST, least=0), "unsafe": boolean}),
    "user": _run({"user_id": ID}),
    "usergroup": _run({"usergroup_id": ID}),
    "channel": _run({"channel_id": ID}),
    "team": _run({"team_id": ID}),
    "emoji": _run({"name": string(100)}, {"unicode": string(100), "skin_tone": integer(1, 6)}),
    "broadcast": _run({"range": one_of("here", "channel", "everyone")}),
    "color": _run({"value": string(9)}),
    "date": _run(
        {"timestamp": integer(0, 10**11), "format": string(255)},
        {"url": link, "fallback": string(_LONGEST)},
    ),
}
_RUN_LIST: Final = items(typed(_RUNS), _MOST, least=0)
_BORDER: Final = {"border": integer(0, 1)}
_SECTION: Final = Kind(shape({"elements": _RUN_LIST}))
_QUOTE: Final = Kind(shape({"elements": _RUN_LIST}, _BORDER))
_PREFORMATTED: Final = Kind(shape({"elements": _RUN_LIST}, {**_BORDER, "language": string(64)}))
_LINES: Final = {
    "rich_text_section": _SECTION,
    "rich_text_quote": _QUOTE,
    "rich_text_preformatted": _PREFORMATTED,
}
_LIST: Final = Kind(
    shape(
        {"elements": items(typed(_LINES), _MOST, least=0), "style": one_of("bullet", "ordered")},
        {"indent": integer(0, 8), "offset": integer(0, 10_000), **_BORDER},
    )
)
_FIELDS: Final = shape(
    {"elements": items(typed({**_LINES, "rich_text_list": _LIST}), _MOST, least=0)},
    {"block_id": ID},
)


def rich_text(value: Any, surface: Surface) -> Problems:
    """A rich_text object, as a block, a cell or an input's first value."""
    if isinstance(value, dict) and value.get("type") != "rich_text":
        return problem("must be a valid enum value", "/type")
    return _FIELDS(value, surface)
