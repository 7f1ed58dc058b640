"""The list of a team's questions, with what its leads can do to each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.question.rules import MOST, Asked, Kind, Preset, Rounds
from handlers.question.rules.editing import Purpose, purpose_of
from handlers.question.views.fields import preset_words, words

LIST: Final = "question.list"
OPEN: Final = "question.open"  # a button: its value is a team's id
ACT: Final = "question.act"
ADD: Final = "question.add"
OURS: Final = "question.ours"  # one of ours once more
PUT_BACK: Final = "question.put_back"
CHANGE, UP, DOWN, REMOVE = "change", "up", "down", "remove"
_OPTIONS: Final = 300  # characters of a choice's options


@dataclass(frozen=True, slots=True)
class Sheet:
    """A team's questions, as somebody sees them; `notice` says what has just become of them, and
    `removed` is the question that can be put back.
    """

    team_id: str
    team_name: str
    questions: Sequence[Asked]
    dropped: Sequence[Preset]
    leads: Sequence[str]
    version: str
    may_change: bool
    coming: date | None = None  # the day of the next round
    asked_then: Collection[str] = ()  # the ids of what is asked in it
    notice: Mrkdwn | None = None
    removed: str = ""


def questions_modal(say: Say, sheet: Sheet) -> Block:
    """The whole list; what is done in it counts at once."""
    return blocks.modal(
        LIST,
        say("Your team's questions"),
        _rows(say, sheet),
        close=say("Done") if sheet.may_change else say("Close"),
        metadata={"team": sheet.team_id, "seen": sheet.version},
    )


def _rows(say: Say, sheet: Sheet) -> Iterator[Block]:
    if sheet.notice:
        back = blocks.button(say("Put it back"), PUT_BACK, sheet.removed)
        yield blocks.section(sheet.notice, accessory=back if sheet.removed else None)
    yield blocks.section(_intro(say, sheet))
    n = len(sheet.questions)
    for place, asked in enumerate(sheet.questions, start=1):
        does = _overflow(say, asked.id, is_first=place == 1, is_last=place == n)
        yield blocks.section(
            _question(say, asked, place, _coming(say, sheet, asked)),
            accessory=does if sheet.may_change else None,
        )
    if sheet.may_change:
        yield from _more(say, sheet)
    else:
        leads = [mention(id_) for id_ in sheet.leads]
        yield blocks.context(
            say("{leads} and this workspace's admins can change them.", leads=leads)
            if leads
            else say("This workspace's admins can change them.")
        )


def _intro(say: Say, sheet: Sheet) -> Mrkdwn:
    if not sheet.questions:
        return say(
            "*{team}* asks nothing of its own: only who owns a key result gets a card.",
            team=sheet.team_name,
        )
    return say(
        "*{team}* asks this in its check-ins, beside the key results. Everybody in the team gets a"
        " card, and may leave any of it open.",
        team=sheet.team_name,
    )


def _coming(say: Say, sheet: Sheet, asked: Asked) -> Mrkdwn | None:
    """Of what is not always asked, whether the next round asks it."""
    if sheet.coming is None or asked.rounds is Rounds.EVERY:
        return None
    day = say.day(sheet.coming, weekday=True)
    if asked.id in sheet.asked_then:
        return say("next on {day}", day=day)
    return say("not on {day}", day=day)


def _question(say: Say, asked: Asked, place: int, coming: Mrkdwn | None) -> Mrkdwn:
    facts = [kind_words(say, asked.kind), rounds_words(say, asked.rounds)]
    facts += [coming] if coming else []
    purpose = purpose_of(asked)
    if purpose is not Purpose.ANSWER:
        facts.append(purpose_words(say, purpose))
    text = f"*{place}. {words(say, asked)}*\n{' · '.join(facts)}"
    if asked.options:
        shown = blocks.shorten(" / ".join(escape(one) for one in asked.options), _OPTIONS)
        text = f"{text}\n_{shown}_"
    return Mrkdwn(text)


def _overflow(say: Say, id_: str, *, is_first: bool, is_last: bool) -> Block:
    can = [(CHANGE, say("Change"))]
    can += [] if is_first else [(UP, say("Move up"))]
    can += [] if is_last else [(DOWN, say("Move down"))]
    can.append((REMOVE, say("Remove")))
    return blocks.overflow(ACT, [blocks.option(text, f"{act}|{id_}") for act, text in can])


def read_act(value: str) -> tuple[str, str]:
    """What is to be done, and to which question."""
    act, _, id_ = value.partition("|")
    return act, id_


def _more(say: Say, sheet: Sheet) -> Iterator[Block]:
    if len(sheet.questions) >= MOST:
        yield blocks.context(
            say("{most} are the most. Remove one to ask something else.", most=MOST)
        )
        return
    ours = [
        blocks.button(
            say("Ask “{question}” again", question=preset_words(say, preset)),
            f"{OURS}.{preset}",
            preset,
        )
        for preset in sheet.dropped
    ]
    yield blocks.actions(blocks.button(say("Add a question"), ADD, style="primary"), *ours)
    yield blocks.context(
        say("What you change counts at once. What people have answered already stays as it is.")
    )


def kind_words(say: Say, kind: Kind) -> Mrkdwn:
    match kind:
        case Kind.TEXT:
            return say("Text")
        case Kind.CHOICE:
            return say("One of several")
        case Kind.SCALE:
            return say("A scale of 1 to 5")
        case Kind.YES_NO:
            return say("Yes or no")


def rounds_words(say: Say, rounds: Rounds) -> Mrkdwn:
    match rounds:
        case Rounds.EVERY:
            return say("In every round")
        case Rounds.SECOND:
            return say("In every second round: the 1st, 3rd, 5th, …")
        case Rounds.BETWEEN:
            return say("In every second round: the 2nd, 4th, 6th, …")
        case Rounds.MONTH:
            return say("In the first round of a month")
        case Rounds.MONTH_END:
            return say("In the last round of a month")
        case Rounds.CYCLE_END:
            return say("In the last round of a cycle")


def purpose_words(say: Say, purpose: Purpose) -> Mrkdwn:
    match purpose:
        case Purpose.ANSWER:
            return say("An answer")
        case Purpose.HELP:
            return say("What is in the way: one can ask for help")
        case Purpose.PROMISE:
            return say("A promise: the next round asks if it happened")
