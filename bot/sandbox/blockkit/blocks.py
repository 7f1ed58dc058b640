"""The blocks themselves: the classic ones here, tables, charts and cards beside."""

from typing import Any, Final

from bot.sandbox.blockkit.cards import CARDS
from bot.sandbox.blockkit.checks import (
    MESSAGE,
    NOT_MODAL,
    Check,
    Kind,
    Rule,
    Surface,
    any_of,
    boolean,
    integer,
    items,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.blockkit.data import DATA
from bot.sandbox.blockkit.elements import ACCESSORIES, ACTIONS, CONTEXT, INPUTS
from bot.sandbox.blockkit.objects import ID, IMAGE_FIELDS, IMAGE_RULES, link, plain, words
from bot.sandbox.blockkit.problems import FINE, Problems, problem
from bot.sandbox.blockkit.rich import rich_text

_BLOCK: Final[dict[str, Check]] = {"block_id": ID}


def _no_dispatch_for_files(value: dict[str, Any]) -> str | None:
    wrong = value["element"]["type"] == "file_input" and value.get("dispatch_action")
    return "`dispatch_action` is not supported for file_input" if wrong else None


def _https(value: Any, surface: Surface) -> Problems:
    if problems := link(value, surface):
        return problems
    return FINE if value.startswith("https://") else problem("must be an https url")


def _block(needed: dict[str, Check], may: dict[str, Check] | None = None, *rules: Rule) -> Check:
    return shape(needed, {**_BLOCK, **(may or {})}, *rules)


_CLASSIC: Final = {
    "section": Kind(
        _block(
            {},
            {
                "text": words(3000),
                "fields": items(words(2000), 10),
                "accessory": typed(ACCESSORIES),
                "expand": boolean,
            },
            any_of("text", "fields"),
        )
    ),
    "header": Kind(_block({"text": plain(150)}, {"level": integer(1, 4)})),
    "divider": Kind(_block({})),
    "context": Kind(_block({"elements": items(typed(CONTEXT), 10)})),
    "actions": Kind(_block({"elements": items(typed(ACTIONS), 25)})),
    "input": Kind(
        _block(
            {"label": plain(2000), "element": typed(INPUTS)},
            {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
            _no_dispatch_for_files,
        )
    ),
    "image": Kind(
        _block({"alt_text": string(2000)}, {**IMAGE_FIELDS, "title": plain(2000)}, *IMAGE_RULES)
    ),
    "video": Kind(
        _block(
            {
                "alt_text": string(2000),
                "title": plain(199),
                "thumbnail_url": link,
                "video_url": _https,
            },
            {
                "author_name": string(49),
                "description": plain(199),
                "provider_name": string(255),
                "provider_icon_url": link,
                "title_url": _https,
            },
        )
    ),
    "rich_text": Kind(rich_text),
    "markdown": Kind(_block({"text": string(12_000)}), MESSAGE),
    "file": Kind(_block({"external_id": ID, "source": string(16)}), MESSAGE),
}
_ALONE: Final = {**_CLASSIC, **DATA, **CARDS}
_IN_CONTAINER: Final = {
    name: kind for name, kind in _ALONE.items() if name not in ("input", "alert")
}


def _divider_or_fold(value: dict[str, Any]) -> str | None:
    both = value.get("is_collapsible") and value.get("has_header_divider")
    return "`has_header_divider` cannot be set when `is_collapsible` is true" if both else None


_CONTAINER: Final = Kind(
    _block(
        {"child_blocks": items(typed(_IN_CONTAINER), 10)},
        {
            "title": plain(150),
            "rich_text_title": rich_text,
            "subtitle": words(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": typed({"image": ACCESSORIES["image"]}),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        any_of("title", "rich_text_title"),
        _divider_or_fold,
    ),
    NOT_MODAL,
)
BLOCKS: Final = {**_ALONE, "container": _CONTAINER}
