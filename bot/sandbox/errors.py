"""How Slack says no: a code, and what goes beside it."""

from typing import Any

from bot.sandbox.model import Payload


class SlackError(Exception):
    """Answered as `{"ok": false, "error": code, **extra}`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    @property
    def body(self) -> Payload:
        return {"ok": False, "error": self.code, **self.extra}


class RateLimitedError(SlackError):
    """Answered with status 429 and `Retry-After`, in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


def with_messages(code: str, *messages: str) -> SlackError:
    """An error with Slack's explanations: `[ERROR] …` lines in `response_metadata`."""
    lines = [f"[ERROR] {message}" for message in messages]
    return SlackError(code, response_metadata={"messages": lines})


def invalid_arguments(*messages: str) -> SlackError:
    return with_messages("invalid_arguments", *messages)
