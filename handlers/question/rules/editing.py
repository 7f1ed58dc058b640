"""A question as a lead writes it: what fits, and what it is kept as."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2s
from typing import Final, TypeVar

from handlers.kit.errors import UserError
from handlers.question.rules.asked import LONGEST_QUESTION, Asked, Kind, Preset
from handlers.question.rules.rounds import Rounds

OPTIONS: Final = (2, 10)  # of a choice
LONGEST_OPTION: Final = 75  # what an option of a select takes
TEXT, OPTION_LINES, KIND, ROUNDS, PURPOSE = "text", "options", "kind", "rounds", "purpose"  # fields
T = TypeVar("T")


class Purpose(StrEnum):
    """What becomes of the answers."""

    ANSWER = "answer"  # they are read
    HELP = "help"  # it asks what is in the way, and one can ask for help beside it
    PROMISE = "promise"  # the next round asks whether it happened


_OF_PRESET: Final[Mapping[Preset, Purpose]] = {
    Preset.MOVED: Purpose.ANSWER,
    Preset.BLOCKED: Purpose.HELP,
    Preset.NEXT: Purpose.PROMISE,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it stands in the form. `text` "" with a `preset`: ours, as it is."""

    text: str
    kind: Kind = Kind.TEXT
    options: tuple[str, ...] = ()
    rounds: Rounds = Rounds.EVERY
    purpose: Purpose = Purpose.ANSWER
    preset: Preset | None = None


def purpose_of(asked: Asked) -> Purpose:
    """What becomes of the answers to a question that is asked."""
    if asked.is_promise:
        return Purpose.PROMISE
    return Purpose.HELP if asked.preset is Preset.BLOCKED else Purpose.ANSWER


def draft_of(asked: Asked) -> Draft:
    """A question that is asked, to be changed."""
    return Draft(
        asked.text, asked.kind, asked.options, asked.rounds, purpose_of(asked), asked.preset
    )


def ours_again(preset: Preset) -> Draft:
    """One of ours that a team had dropped."""
    return Draft("", purpose=_OF_PRESET[preset], preset=preset)


def as_kept(draft: Draft, preset_words: str) -> Draft:
    """What is kept of a filled form: one of ours in just our words stays ours, in all languages.

    In other words it is the team's own; `preset` then says only that one can ask for help.
    """
    ours = draft.preset is not None and draft.text in ("", preset_words)
    if (
        ours
        and draft.kind is Kind.TEXT
        and draft.purpose is _OF_PRESET[draft.preset or Preset.NEXT]
    ):
        return Draft("", draft.kind, (), draft.rounds, draft.purpose, draft.preset)
    helps = Preset.BLOCKED if draft.purpose is Purpose.HELP else None
    text = draft.text or preset_words
    return Draft(text, draft.kind, draft.options, draft.rounds, draft.purpose, helps)


def read_text(typed: str) -> str:
    """A question is one line."""
    return " ".join(typed.split())


def read_options(typed: str) -> tuple[str, ...]:
    """A line each; empty ones say nothing."""
    return tuple(line for raw in typed.splitlines() if (line := " ".join(raw.split())))


def mistakes(draft: Draft, others: Iterable[str]) -> dict[str, UserError]:
    """What to put right, by field; `others` are the team's other questions, as one reads them."""
    found: dict[str, UserError] = {}
    name = draft.text
    if not name:
        found[TEXT] = UserError("Write what your team should be asked.")
    elif len(name) > LONGEST_QUESTION:
        found[TEXT] = UserError(
            "A question has at most {most} characters, and this one {n}. Say it shorter.",
            most=LONGEST_QUESTION,
            n=len(name),
        )
    elif name.casefold() in (other.casefold() for other in others):
        found[TEXT] = UserError("Your team asks “{question}” already.", question=name)
    if (wrong := _wrong_options(draft)) is not None:
        found[OPTION_LINES] = wrong
    if draft.kind is not Kind.TEXT and draft.purpose is not Purpose.ANSWER:
        found[PURPOSE] = UserError(
            "“{question}” is answered by choosing, but what comes next and what is in the way are"
            " told in words. Choose “Text” as the kind, or “An answer” here.",
            question=name,
        )
    return found


def _wrong_options(draft: Draft) -> UserError | None:
    least, most = OPTIONS
    if draft.kind is not Kind.CHOICE:
        return _not_a_choice(draft) if draft.options else None
    if not least <= len(draft.options) <= most:
        return UserError(
            "“{question}” needs {least} to {most} options, one a line; there are {n}.",
            question=draft.text,
            least=least,
            most=most,
            n=len(draft.options),
        )
    long = next((one for one in draft.options if len(one) > LONGEST_OPTION), None)
    if long is not None:
        return UserError(
            "“{question}”: the option “{option}” is too long; {most} characters fit.",
            question=draft.text,
            option=f"{long[:30]}…",
            most=LONGEST_OPTION,
        )
    twice = [one for one, n in Counter(draft.options).items() if n > 1]
    if twice:
        return UserError(
            "“{question}” has the option “{option}” twice.", question=draft.text, option=twice[0]
        )
    return None


def _not_a_choice(draft: Draft) -> UserError:
    return UserError(
        "“{question}” has options, which only “One of several” shows. Choose that kind, or empty"
        " this field.",
        question=draft.text,
    )


def version_of(ids: Sequence[str]) -> str:
    """What a list of questions is told apart by: another question or order has another one."""
    return blake2s(" ".join(ids).encode(), digest_size=6).hexdigest()


def moved(items: Sequence[T], place: int, by: int) -> list[T]:
    """The same with the one at `place` moved up (-1) or down (1), as far as there is room."""
    left = list(items)
    left.insert(max(place + by, 0), left.pop(place))
    return left
