"""Cards, carousels, alerts, tasks: the blocks of 2025 and 2026 that hold words and buttons."""

from typing import Any, Final

from bot.sandbox.blockkit.checks import (
    MESSAGE,
    MODAL,
    NOT_MODAL,
    Check,
    Kind,
    any_of,
    items,
    not_both,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.blockkit.elements import BUTTON
from bot.sandbox.blockkit.objects import CONFIRM, ID, IMAGE, link, plain, words
from bot.sandbox.blockkit.rich import rich_text

_PICTURE: Final = typed({"image": Kind(IMAGE)})

_CARD: Final = Kind(
    shape(
        {},
        {
            "block_id": ID,
            "hero_image": _PICTURE,
            "icon": _PICTURE,
            "slack_icon": shape({"name": string(64)}),
            "title": words(150),
            "subtitle": words(150),
            "body": words(200),
            "subtext": words(200),
            "actions": items(typed({"button": Kind(BUTTON)}), 3),
        },
        any_of("hero_image", "title", "actions", "body"),
        not_both("icon", "slack_icon"),
    )
)


def _task(*states: str) -> Kind:
    source = typed({"url": Kind(shape({"url": link, "text": string(3000)}))})
    return Kind(
        shape(
            {"task_id": ID, "title": string(3000), "status": one_of(*states)},
            {
                "block_id": ID,
                "details": rich_text,
                "output": rich_text,
                "sources": items(source, 100),
            },
        ),
        MESSAGE,
    )


_SIDE: Final = shape(
    {"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)}
)
_FEEDBACK: Final[dict[str, Check]] = {"positive_button": _SIDE, "negative_button": _SIDE}
_CONTEXT_ACTIONS: Final = {
    "feedback_buttons": Kind(shape(_FEEDBACK, {"action_id": ID})),
    "icon_button": Kind(
        shape(
            {"icon": one_of("trash"), "text": plain(75)},
            {
                "action_id": ID,
                "value": string(2000),
                "confirm": CONFIRM,
                "accessibility_label": string(75),
                "visible_to_user_ids": items(ID, 100),
            },
        )
    ),
}
_DOING: Final = ("in_progress", "complete", "error")

CARDS: Final[dict[str, Any]] = {
    "card": _CARD,
    "carousel": Kind(
        shape({"elements": items(typed({"card": _CARD}), 10)}, {"block_id": ID}), NOT_MODAL
    ),
    "alert": Kind(
        shape(
            {"text": words(200)},
            {"block_id": ID, "level": one_of("default", "info", "warning", "error", "success")},
        ),
        MODAL,
    ),
    "task_card": _task(*_DOING),
    "plan": Kind(
        shape(
            {"title": string(3000)},
            {"block_id": ID, "tasks": items(typed({"task_card": _task("pending", *_DOING)}), 50)},
        ),
        MESSAGE,
    ),
    "context_actions": Kind(
        shape({"elements": items(typed(_CONTEXT_ACTIONS), 5)}, {"block_id": ID}), MESSAGE
    ),
}
