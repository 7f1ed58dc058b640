"""What a person sees after doing something, in Slack's words."""

from dataclasses import dataclass, field
from typing import Final, Literal

from bot.sandbox.model import Message, Payload, View
from bot.sandbox.wire import Answer

TROUBLE: Final = "We had some trouble connecting. Try again?"
WARNING: Final = "This app did not respond in time. Try again?"
_UNKNOWN: Final = (
    '{} is not a valid command. In Slack, all messages that start with the "/" character '
    "are interpreted as commands."
)


class NotPossibleError(Exception):
    """Slack would not let this person do that; the text says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person sees next. `error` is what Slack shows if the app did not answer properly.

    `detail` is for tests: what was wrong with the app's answer.
    """

    ok: bool = True
    error: str = ""
    text: str = ""
    blocks: list[Payload] = field(default_factory=list)
    view: View | None = None
    message: Message | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a submitted form; `view` is what the person sees after it, if anything.

    `errors` go by block_id. `refused`: Slack's client found them, and nothing was sent.
    `failed`: the app did not answer properly; the form stays open and says `error`.
    """

    kind: Literal["closed", "updated", "pushed", "cleared", "errors", "refused", "failed"]
    view: View | None = None
    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.kind in ("closed", "updated", "pushed", "cleared")


def unknown_command(command: str) -> Reply:
    return Reply(ok=False, error=_UNKNOWN.format(command))


def failed_command(command: str, answer: Answer) -> Reply:
    """What Slack's own bot says when a command came to nothing."""
    code = "operation_timeout" if answer.error == "http_timeout" else "dispatch_failed"
    error = f'{command} failed with the error "{code}"'
    return Reply(ok=False, error=error, detail=f"{answer.error} {answer.status}".strip())
