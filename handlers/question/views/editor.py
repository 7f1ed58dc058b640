"""The form of one question, filled in again where something has to be put right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.question.rules import LONGEST_QUESTION, Asked, Kind, Preset, Rounds
from handlers.question.rules.editing import (
    KIND,
    LONGEST_OPTION,
    OPTION_LINES,
    OPTIONS,
    PURPOSE,
    ROUNDS,
    TEXT,
    Draft,
    Purpose,
    draft_of,
    purpose_of,
    read_options,
    read_text,
)
from handlers.question.views.fields import preset_words, words
from handlers.question.views.listing import kind_words, purpose_words, rounds_words

FORM: Final = "question.form"
_MOST_TYPED: Final = 3000  # so that what is too long is told, and not cut off


@dataclass(frozen=True, slots=True)
class Editing:
    """Which question of which team: `id` "" is a new one, `preset` whose words it began with."""

    team_id: str
    id: str = ""
    preset: Preset | None = None


def question_form(say: Say, about: Editing, draft: Draft, *, notice: Mrkdwn | None = None) -> Block:
    """All of a question on one page."""
    return blocks.modal(
        FORM,
        say("Change a question") if about.id else say("Add a question"),
        [*([blocks.section(notice)] if notice else []), *_fields(say, about, draft)],
        submit=say("Save"),
        close=say("Cancel"),
        metadata={"team": about.team_id, "id": about.id, "preset": about.preset or ""},
    )


def _fields(say: Say, about: Editing, draft: Draft) -> Iterator[Block]:
    yield _text_field(say, about, draft)
    kinds = [blocks.option(kind_words(say, one), one) for one in Kind]
    yield blocks.field(
        say("How is it answered?"),
        blocks.select("question.kind", kinds, initial=draft.kind),
        block_id=KIND,
    )
    yield _options_field(say, draft)
    rounds = [blocks.option(rounds_words(say, one), one) for one in Rounds]
    yield blocks.field(
        say("When is it asked?"),
        blocks.select("question.rounds", rounds, initial=draft.rounds),
        block_id=ROUNDS,
    )
    purposes = [blocks.option(purpose_words(say, one), one) for one in Purpose]
    yield blocks.field(
        say("What is it for?"),
        blocks.select("question.purpose", purposes, initial=draft.purpose),
        block_id=PURPOSE,
    )


def _text_field(say: Say, about: Editing, draft: Draft) -> Block:
    ours = say(
        "One of ours: everybody reads it in their own language. Change the words, and it stays as"
        " you wrote it."
    )
    return blocks.field(
        say("What is asked?"),
        blocks.text_input("question.words", initial=draft.text or None, longest=LONGEST_QUESTION),
        block_id=TEXT,
        hint=ours if about.preset else None,
    )


def _options_field(say: Say, draft: Draft) -> Block:
    least, most = OPTIONS
    return blocks.field(
        say("Options"),
        blocks.text_input(
            "question.options",
            initial="\n".join(draft.options) or None,
            multiline=True,
            longest=_MOST_TYPED,
        ),
        block_id=OPTION_LINES,
        hint=say(
            "Of “One of several”: {least} to {most}, one a line, {n} characters each.",
            least=least,
            most=most,
            n=LONGEST_OPTION,
        ),
        optional=True,
    )


def filled_from(say: Say, asked: Asked) -> Draft:
    """A question as the form shows it: one of ours in the lead's language."""
    draft = draft_of(asked)
    text = str(words(say, asked)) if not asked.text else asked.text
    return Draft(text, draft.kind, draft.options, draft.rounds, draft.purpose, draft.preset)


def read_about(metadata: dict[str, str]) -> Editing:
    """Which question a sent form is about."""
    preset = metadata.get("preset") or ""
    known = Preset(preset) if preset in tuple(Preset) else None
    return Editing(str(metadata.get("team") or ""), str(metadata.get("id") or ""), known)


def read_question(form: Form, about: Editing) -> Draft:
    """What was filled in; what was never offered is taken as the first choice."""
    kind, rounds, purpose = (form.choice(field) for field in (KIND, ROUNDS, PURPOSE))
    return Draft(
        read_text(form.text(TEXT, required=False)),
        Kind(kind) if kind in tuple(Kind) else Kind.TEXT,
        read_options(form.text(OPTION_LINES, required=False)),
        Rounds(rounds) if rounds in tuple(Rounds) else Rounds.EVERY,
        Purpose(purpose) if purpose in tuple(Purpose) else Purpose.ANSWER,
        about.preset,
    )


def overtaken(say: Say, now: Asked | None) -> Mrkdwn:
    """Somebody else was faster: what it says now, and how to decide."""
    if now is None:
        return say(
            ":warning: Somebody removed this question while you were writing. What you typed is"
            " still here: save once more to ask it again."
        )
    facts = [kind_words(say, now.kind), rounds_words(say, now.rounds)]
    facts.append(purpose_words(say, purpose_of(now)))
    return say(
        ":warning: Somebody changed this question while you were writing. Now it asks “{question}”"
        " ({facts}). What you typed is still here: save once more to put it in its place, or cancel"
        " to leave theirs.",
        question=words(say, now),
        facts=Mrkdwn(" · ".join(facts)),
    )


def own_words(say: Say, about: Editing) -> str:
    """What ours says in the lead's language; "" where it is not one of ours."""
    return str(preset_words(say, about.preset)) if about.preset else ""
