"""Block Kit as plain dicts; what is too long for Slack is shortened with "…"."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from handlers.kit.bidi import ended
from handlers.kit.text import escape, plain

Block = dict[str, Any]
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
OPTIONS: Final = 100
FALLBACK: Final = 3000  # of a message's top-level text


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and "…", which cuts no &lt; and turns nothing behind it."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    start = cut.rfind("&")
    if start >= 0 and ";" not in cut[start:] and limit - start < 8:
        cut = cut[:start]
    return ended(cut) + "…"


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shorten(plain(text), limit), "emoji": True}


def _mrkdwn(text: str, limit: int) -> Block:
    return {"type": "mrkdwn", "text": str(shorten(escape(text), limit))}  # JSON of a str is quick


def _with(block: Block, **optional: Any) -> Block:
    """A block that is being made, with what is given of these."""
    for key, value in optional.items():
        if value is not None:
            block[key] = value
    return block


def header(text: str) -> Block:
    return {"type": "header", "text": _plain(text, 150)}


def section(
    text: str | None = None,
    *,
    fields: Sequence[str] = (),
    accessory: Block | None = None,
    block_id: str | None = None,
) -> Block:
    """A paragraph; plain strings are escaped, what `say` returns is not escaped again."""
    return _with(
        {"type": "section"},
        text=_mrkdwn(text, 3000) if text else None,
        fields=[_mrkdwn(f, 2000) for f in fields[:10]] or None,
        accessory=accessory,
        block_id=block_id,
    )


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(t, 2000) for t in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    return _with({"type": "actions", "elements": list(elements[:25])}, block_id=block_id)


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    url: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """`style` is primary or danger; `label` is read aloud instead of the text."""
    return _with(
        {"type": "button", "text": _plain(text, 75), "action_id": action_id},
        value=value[:2000] or None,
        style=style,
        url=url,
        confirm=confirm,
        accessibility_label=shorten(plain(label), 75) if label else None,
    )


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    return {
        "title": _plain(title, 100),
        "text": _plain(text, 300),
        "confirm": _plain(yes, 30),
        "deny": _plain(no, 30),
    }


def option(text: str, value: str, description: str | None = None) -> Block:
    return _with(
        {"text": _plain(text, 75), "value": value[:150]},
        description=_plain(description, 75) if description else None,
    )


def select(
    action_id: str, options: Sequence[Block], *, initial: str | None = None, placeholder: str = ""
) -> Block:
    """One of up to 100 options; `initial` is an option's value."""
    return _with(
        {"type": "static_select", "action_id": action_id, "options": list(options[:OPTIONS])},
        initial_option=_chosen(options, initial),
        placeholder=_plain(placeholder, 150) if placeholder else None,
    )


def multi_select(action_id: str, options: Sequence[Block], *, initial: Sequence[str] = ()) -> Block:
    """Several of up to 100 options; `initial` are options' values."""
    kept = list(options[:OPTIONS])
    return _with(
        {"type": "multi_static_select", "action_id": action_id, "options": kept},
        initial_options=[o for o in kept if o["value"] in initial] or None,
    )


def radio(action_id: str, options: Sequence[Block], *, initial: str | None = None) -> Block:
    return _with(
        {"type": "radio_buttons", "action_id": action_id, "options": list(options[:10])},
        initial_option=_chosen(options, initial),
    )


def checkboxes(action_id: str, options: Sequence[Block], *, initial: Sequence[str] = ()) -> Block:
    chosen = [o for o in options[:10] if o["value"] in initial]
    return _with(
        {"type": "checkboxes", "action_id": action_id, "options": list(options[:10])},
        initial_options=chosen or None,
    )


def _chosen(options: Sequence[Block], value: str | None) -> Block | None:
    return next((o for o in options[:OPTIONS] if o["value"] == value), None)


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def person_select(action_id: str, *, initial: str | None = None) -> Block:
    return _with({"type": "users_select", "action_id": action_id}, initial_user=initial)


def people_select(action_id: str, *, initial: Sequence[str] = (), most: int | None = None) -> Block:
    """Of `most` one person is chosen here, too, where it may be nobody: that can be emptied."""
    return _with(
        {"type": "multi_users_select", "action_id": action_id},
        initial_users=list(initial) or None,
        max_selected_items=most,
    )


def date_picker(action_id: str, *, initial: str | None = None) -> Block:
    return _with({"type": "datepicker", "action_id": action_id}, initial_date=initial)


def time_picker(action_id: str, *, initial: str | None = None) -> Block:
    """`initial` as HH:MM."""
    return _with({"type": "timepicker", "action_id": action_id}, initial_time=initial)


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    multiline: bool = False,
    longest: int = 3000,
    placeholder: str | None = None,
) -> Block:
    return _with(
        {"type": "plain_text_input", "action_id": action_id, "max_length": min(longest, 3000)},
        initial_value=shorten(plain(initial), longest) if initial else None,
        multiline=multiline or None,
        placeholder=_plain(placeholder, 150) if placeholder else None,
    )


def field(
    label: str,
    element: Block,
    *,
    block_id: str,
    hint: str | None = None,
    optional: bool = False,
    tells: bool = False,
) -> Block:
    """An input block; errors of the form are shown by its `block_id`. One that `tells` sends its
    action when it is changed, so that the form can follow.
    """
    return _with(
        {"type": "input", "block_id": block_id, "label": _plain(label, 2000), "element": element},
        hint=_plain(hint, 2000) if hint else None,
        optional=optional or None,
        dispatch_action=tells or None,
    )


def modal(
    callback_id: str,
    title: str,
    blocks: Iterable[Block],
    *,
    submit: str | None = None,
    close: str,
    metadata: dict[str, Any] | None = None,
) -> Block:
    """A modal view; `metadata` carries ids and versions, not content."""
    return _with(
        {
            "type": "modal",
            "callback_id": callback_id,
            "title": _plain(title, 24),
            "close": _plain(close, 24),
            "blocks": list(blocks)[:VIEW_BLOCKS],
        },
        submit=_plain(submit, 24) if submit else None,
        private_metadata=json.dumps(metadata) if metadata is not None else None,
    )


def message(text: str, blocks: Iterable[Block] = ()) -> Block:
    """A message: `text` is the notification and what screen readers say."""
    kept = list(blocks)
    if len(kept) > MESSAGE_BLOCKS:
        kept = [*kept[: MESSAGE_BLOCKS - 1], context("…")]
    return {"text": shorten(escape(text), FALLBACK), "blocks": kept}


def bar(share: Decimal | None, width: int = 10) -> str:
    """A progress bar of `width` cells for a share of 0..1; held at both ends."""
    full = min(max(int((share or 0) * width), 0), width)
    return "▰" * full + "▱" * (width - full)
