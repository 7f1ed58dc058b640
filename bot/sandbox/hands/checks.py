"""What Slack's own client refuses to send: empty required fields, numbers out of range."""

import re
from decimal import Decimal
from typing import Any, Final

from bot.sandbox.hands.elements import Place, places, state_of
from bot.sandbox.model import Payload

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def problems(blocks: list[Payload], typed: Payload) -> dict[str, str]:
    """What is wrong with a filled form, by block_id, in the words that Slack shows."""
    state, found = state_of(blocks, typed), {}
    for place in places(blocks):
        if not place.is_input or place.key is None:
            continue
        value = state[place.block_id][place.action_id][place.key]
        if said := _problem(place, value):
            found[place.block_id] = said
    return found


def _problem(place: Place, value: Any) -> str:
    if _empty(value):
        optional = place.block.get("optional", False)
        return "" if optional else "Please complete this required field."
    kind = place.element["type"]
    if kind == "number_input":
        return _number(place.element, str(value))
    if kind == "email_text_input":
        ok = "@" in str(value).strip("@") and not set(str(value)) & set(" \n")
        return "" if ok else "Please enter a valid email address."
    if kind == "url_text_input":
        ok = str(value).startswith(("http://", "https://"))
        return "" if ok else "Please enter a valid URL."
    return _length(place.element, value) if kind == "plain_text_input" else _count(place, value)


def _empty(value: Any) -> bool:
    if isinstance(value, dict) and value.get("type") == "rich_text":
        parts = [part for element in value["elements"] for part in element.get("elements", [])]
        return not any(part.get("type") != "text" or part["text"].strip() for part in parts)
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _length(element: Payload, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return ""


def _number(element: Payload, value: str) -> str:
    if not _NUMBER.fullmatch(value.strip()):
        return "Please enter a valid number."
    number = Decimal(value.strip())
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Please enter a number that is {least} or more."
    if most is not None and number > Decimal(str(most)):
        return f"Please enter a number that is {most} or less."
    return ""


def _count(place: Place, value: Any) -> str:
    most = place.element.get("max_selected_items")
    if most is not None and isinstance(value, list) and len(value) > most:
        return f"Please choose no more than {most}."
    return ""
