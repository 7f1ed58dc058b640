"""What a call brings along: a query, a form, JSON or multipart, read alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic_core import from_json

from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.model import Payload

_TRUE = {"1", "true", "t", "yes", "on"}
_FALSE = {"0", "false", "f", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments by name. Forms hold text only; JSON holds real types."""

    values: Payload
    is_json: bool = False

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string. A number in JSON is refused: a `ts` is never a float."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise invalid_arguments(f"must provide a string [json-pointer:/{name}]")
        return value

    def need(self, name: str) -> str:
        if not (value := self.text(name)):
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        if not self.has(name):
            return default
        word = str(self.values[name]).lower()
        if word not in _TRUE | _FALSE:
            raise invalid_arguments(f"must be a boolean [json-pointer:/{name}]")
        return word in _TRUE

    def number(self, name: str, default: int) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, bool) or not str(value).isdecimal():
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]")
        return int(value)

    def words(self, name: str) -> list[str]:
        """A list, or text with commas between its items."""
        value = self.values.get(name) or []
        items = value.split(",") if isinstance(value, str) else list(value)
        return [str(item).strip() for item in items if str(item).strip()]

    def structure(self, name: str, *, error: str = "invalid_arguments") -> Any:
        """A list or object, which forms carry as JSON text; None if it is not there."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return from_json(value) if value else None
        except ValueError:
            raise SlackError(error) from None


async def read(request: web.Request) -> Arguments:
    """The arguments of a request in any of the encodings that Slack takes."""
    query: Payload = dict(request.query) if request.query_string else {}
    if request.method == "GET":
        return Arguments(query)
    kind = request.content_type if "Content-Type" in request.headers else ""
    if kind == "multipart/form-data":
        fields = (await request.post()).items()
        return Arguments(query | {name: v for name, v in fields if isinstance(v, str)})
    body = await request.read()
    if not body:
        return Arguments(query)
    if (reader := _READERS.get(kind)) is None:
        raise SlackError("invalid_post_type" if kind else "missing_post_type")
    return Arguments(query | reader(_utf8(body)), is_json=kind == "application/json")


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise SlackError("invalid_charset") from None


def _form(body: str) -> Payload:
    try:
        return dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True, errors="strict"))
    except ValueError:
        raise SlackError("invalid_form_data") from None


def _json(body: str) -> Payload:
    try:
        value = from_json(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


_READERS: dict[str, Callable[[str], Payload]] = {
    "application/x-www-form-urlencoded": _form,
    "application/json": _json,
}
