"""What can go wrong and is not a fault of ours: told to the person, or a reason to try later."""

from typing import Any, Protocol


class Speaks(Protocol):
    """Whatever turns an English sentence into a reader's language: `kit.text.Say`."""

    def __call__(self, sentence: str, /, **values: Any) -> str: ...


class UserError(Exception):
    """Something the person can put right; the sentence says how.

    `field` is the block id of the input that it is about, when a form is open; `typed` what came
    to nothing by it and is given back.
    """

    def __init__(self, sentence: str, /, *, field: str | None = None, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values
        self.typed = ""

    def told(self, say: Speaks) -> str:
        """The sentence in the reader's language."""
        return say(self.sentence, **self.values)


class FormError(Exception):
    """Several fields of one form need another look: block id -> what to do."""

    def __init__(self, fields: dict[str, UserError]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class RepeatedError(Exception):
    """The delivery has had its effect already; it is acknowledged and changes nothing."""


class SlackError(Exception):
    """Slack did not do what we asked. `code` is Slack's word for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SlackRefusedError(SlackError):
    """Slack said no, and will say no again."""


class SlackBusyError(SlackError):
    """Nothing happened; try again after `seconds`."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.seconds = seconds


class SlackUnreachableError(SlackBusyError):
    """Nobody could be connected with, by this process: others may have more luck."""


class SlackBarredError(SlackBusyError):
    """Something between us and Slack did not let this through; it may let through others."""


class SlackUntoldError(SlackBusyError):
    """Slack does not say now what is there; what is to be sent it may take meanwhile."""


class SlackUnsureError(SlackError):
    """The answer was lost: it may have happened or not."""


class SlackFailedError(SlackUnsureError):
    """Slack answers that it failed, or a gateway does for it: it hardly happened, but may have."""
