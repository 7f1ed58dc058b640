"""The form at the end of a cycle: a grade for each KR, whether it goes on, one lesson each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.cycle.rules.ended import Ended, EndedKr, written
from handlers.cycle.rules.filled import Filled
from handlers.cycle.views.lines import grade_words, heir_words, kr_words, reached_words
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import typed_number
from handlers.okr.rules.grade import AIMS, LONGEST_LESSON, read_grade, read_lesson

FORM: Final = "cycle.form"
SAVED: Final = "cycle.saved"
MOST: Final = 30  # KRs of one objective
ROOM: Final = 99  # of Slack's 100 blocks: three for each KR and each objective
GOES_ON: Final = "yes"


@dataclass(frozen=True, slots=True)
class Typed:
    """A KR's fields as they were left, to be shown again."""

    grade: str
    carries: bool


def grade_id(number: int) -> str:
    return f"cycle.grade.{number}"


def carry_id(number: int) -> str:
    return f"cycle.carry.{number}"


def lesson_id(number: int) -> str:
    return f"cycle.lesson.{number}"


def form(
    say: Say,
    member_id: str,
    ends: date,
    found: Sequence[Ended],
    *,
    mine: bool = True,
    typed: Mapping[int, Typed] | None = None,
    lessons: Mapping[int, str] | None = None,
    overtaken: Collection[int] = (),
) -> Block:
    """The modal. `mine`: what this person owns, lessons included; else what others left open.

    `typed` and `lessons` are what they had filled in when somebody else was faster with one.
    """
    shown = _fitting(found)
    rows: list[Block] = [blocks.context(_intro(say, found, shown))]
    for one in shown:
        rows += [blocks.divider(), blocks.section(_heading(say, one))]
        for kr in one.krs:
            rows += _kr(say, kr, (typed or {}).get(kr.kr.number), kr.kr.number in overtaken)
        if mine and one.owner_id == member_id:
            rows.append(_lesson(say, one, (lessons or {}).get(one.number)))
    seen = {str(kr.kr.number): written(kr.grade) for one in shown for kr in one.krs}
    return blocks.modal(
        FORM,
        say("How it ended"),
        rows,
        submit=say("Save"),
        close=say("Later"),
        metadata={"seen": seen, "ends": ends.isoformat(), "mine": mine},
    )


def _fitting(found: Sequence[Ended]) -> list[Ended]:
    """As many objectives as have room, unanswered ones first; the rest comes when these are."""
    kept: list[Ended] = []
    room = ROOM
    for one in sorted(found, key=_is_answered):
        krs = sorted(one.krs, key=lambda kr: kr.grade is not None)[:MOST]
        room -= 3 + 3 * len(krs)
        if room < 0 and kept:
            break
        kept.append(replace(one, krs=tuple(krs)))
    return kept


def _is_answered(one: Ended) -> bool:
    return bool(one.lesson) and all(kr.grade is not None for kr in one.krs)


def _intro(say: Say, found: Sequence[Ended], shown: Sequence[Ended]) -> Mrkdwn:
    text = say(
        "0.0 is nothing of it, 1.0 all of it. What you leave empty stays open until the result is"
        " posted."
    )
    left = len(found) - len(shown)
    if not left:
        return text
    more = say.plural(
        "{n} more objective follows when you have saved these.",
        "{n} more objectives follow when you have saved these.",
        left,
    )
    return say.joined(text, more)


def _heading(say: Say, one: Ended) -> Mrkdwn:
    name = say("*{number}* {title}", number=f"O-{one.number}", title=one.title)
    aim = say("it aims for {aim}", aim=grade_words(say, AIMS[one.ambition]))
    return Mrkdwn(f"{name} · {aim}")


def _kr(say: Say, one: EndedKr, typed: Typed | None, overtaken: bool) -> list[Block]:
    number = one.kr.number
    standing = say("{kr} · {reached}", kr=kr_words(say, one), reached=reached_words(say, one))
    rows = [blocks.section(standing)]
    if overtaken and one.grade is not None:
        rows = [blocks.section(Mrkdwn(f"{standing}\n{_overtaken(say, one.grade)}"))]
    grade = one.suggested if one.grade is None else one.grade
    initial = ("" if grade is None else typed_number(grade)) if typed is None else typed.grade
    rows.append(
        blocks.field(
            say("{kr}: which grade, 0.0 to 1.0?", kr=f"KR-{number}"),
            blocks.text_input("grade", initial=initial or None, longest=10),
            block_id=grade_id(number),
            hint=_hint(say, one),
            optional=True,
        )
    )
    return [*rows, _carry(say, one, typed)]


def _hint(say: Say, one: EndedKr) -> Mrkdwn | None:
    if one.suggested is None:
        return say("Nobody recorded a value, so nothing is suggested.")
    return say("Suggested: {grade}, from its progress.", grade=grade_words(say, one.suggested))


def _overtaken(say: Say, grade: Decimal) -> Mrkdwn:
    return say(
        ":warning: Somebody gave it {grade} while you were writing. What you typed is still here:"
        " save once more to put it in its place, or empty the field to leave theirs.",
        grade=grade_words(say, grade),
    )


def _carry(say: Say, one: EndedKr, typed: Typed | None) -> Block:
    heir = heir_words(say, one)
    if heir is not None:
        return blocks.context(say("↪ goes on: {krs}", krs=[heir]))
    carries = bool(one.carries) if typed is None else typed.carries
    box = blocks.checkboxes(
        "carry",
        [blocks.option(say("Carry it over to the next cycle"), GOES_ON)],
        initial=[GOES_ON] if carries else [],
    )
    return blocks.field(say("Does it go on?"), box, block_id=carry_id(one.kr.number), optional=True)


def _lesson(say: Say, one: Ended, typed: str | None) -> Block:
    initial = one.lesson if typed is None else typed
    return blocks.field(
        say("O-{n}: one lesson, in your words", n=Mrkdwn(one.number)),
        blocks.text_input(
            "lesson",
            initial=initial or None,
            multiline=True,
            longest=LONGEST_LESSON,
            placeholder=say("What would you do again, or never again?"),
        ),
        block_id=lesson_id(one.number),
        optional=True,
    )


def read(form_: Form, found: Sequence[Ended], seen: Mapping[str, str]) -> Filled:
    """What was filled in; mistakes are noted in the form: `check` it afterwards."""
    grades: dict[int, Decimal | None] = {}
    carries: dict[int, bool] = {}
    for number in map(int, seen):
        grades[number] = _grade(form_, number)
        if carry_id(number) in form_:
            carries[number] = GOES_ON in form_.choices(carry_id(number))
    lessons = {
        one.number: _read_lesson(form_, one.number)
        for one in found
        if lesson_id(one.number) in form_
    }
    return Filled(grades, carries, lessons, {int(n): grade for n, grade in seen.items()})


def _grade(form_: Form, number: int) -> Decimal | None:
    typed = form_.text(grade_id(number), required=False)
    if not typed:
        return None
    try:
        return read_grade(typed)
    except UserError as error:
        form_.refuse(grade_id(number), error)
        return None


def _read_lesson(form_: Form, number: int) -> str:
    typed = form_.text(lesson_id(number), required=False, longest=LONGEST_LESSON)
    if not typed:
        return ""
    try:
        return read_lesson(typed)
    except UserError as error:
        form_.refuse(lesson_id(number), error)
        return ""


def typed_in(form_: Form, numbers: Collection[int]) -> dict[int, Typed]:
    """The fields of these KRs as they were left."""
    return {
        number: Typed(
            form_.text(grade_id(number), required=False),
            GOES_ON in form_.choices(carry_id(number)),
        )
        for number in numbers
    }


def lessons_in(form_: Form, found: Sequence[Ended]) -> dict[int, str]:
    """The lessons as they were left."""
    return {one.number: form_.text(lesson_id(one.number), required=False) for one in found}
