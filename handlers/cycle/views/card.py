"""The card that asks one person at the end of a cycle, its reminder, and the leads' invitation."""

from datetime import date
from typing import Final

from handlers.cycle.rules import due
from handlers.cycle.rules.card import Card, Invitation
from handlers.cycle.rules.ended import Ended, EndedKr
from handlers.cycle.views.lines import grade_words, kr_words, reached_words
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr

GRADE: Final = "cycle.grade"  # a button: its value is the cycle's last day
SHOWN: Final = 20  # objectives on a card; all of them are in the form
COULD: Final = 8  # KRs that could go on


def card(reader: Reader, asked: Card) -> Block:
    """A message: each KR with its last value and suggested grade, and the way to the form."""
    say = reader.say
    if not asked.ended:
        text = say(
            "Nothing of yours is left to be graded here: it was closed, or is another's now."
        )
        return blocks.message(text, [blocks.section(text)])
    title = _title(say, asked)
    rows = [blocks.section(Mrkdwn(f"*{title}*\n{_until(reader, asked)}"))]
    rows += [_objective(say, one, asked) for one in asked.ended[:SHOWN]]
    label = say("Change my answers") if asked.is_done else say("Grade them (about a minute)")
    style = None if asked.is_done else "primary"
    rows.append(blocks.actions(grade_button(label, asked.ends, style)))
    return blocks.message(title, rows)


def grade_button(label: Mrkdwn, ends: date, style: str | None = None) -> Block:
    """Opens the form of all that this person owns and that ends on this day."""
    return blocks.button(label, GRADE, ends.isoformat(), style=style)


def _title(say: Say, asked: Card) -> Mrkdwn:
    if asked.is_done:
        return say("✅ {cycles}: all answered. Thank you!", cycles=asked.cycles)
    if asked.kind == due.REMIND:
        return say("A reminder for {cycles}: some answers are missing", cycles=asked.cycles)
    return say("{cycles} ends: what came of it, and what did you learn?", cycles=asked.cycles)


def _until(reader: Reader, asked: Card) -> Mrkdwn:
    say = reader.say
    if asked.until is None:
        return say("The result is posted; what you answer now is added to it.")
    when = say.moment(asked.until, reader.zone)
    if asked.is_late:
        return say(
            "This comes later than planned, sorry. The result is posted on {when}.", when=when
        )
    return say("Answers are taken until the result is posted: {when}.", when=when)


def _objective(say: Say, one: Ended, asked: Card) -> Block:
    number = f"O-{one.number}"
    lines = [say("*{number}* {title}", number=number, title=one.title)]
    lines += [_kr(say, kr) for kr in one.krs]
    if one.owner_id == asked.member_id:
        lines.append(
            say("✓ your lesson is written") if one.lesson else say("💡 one lesson, in your words")
        )
    return blocks.section(Mrkdwn(blocks.shorten("\n".join(lines), 3000)))


def _kr(say: Say, one: EndedKr) -> Mrkdwn:
    parts = {"kr": kr_words(say, one), "reached": reached_words(say, one)}
    if one.grade is not None:
        return say("✓ {kr} · {reached} · *{grade}*", grade=grade_words(say, one.grade), **parts)
    if one.suggested is None:
        return say("• {kr} · no value: what grade is it?", kr=parts["kr"])
    grade = grade_words(say, one.suggested)
    return say("• {kr} · {reached} · suggested: *{grade}*", grade=grade, **parts)


def invitation(reader: Reader, one: Invitation) -> Block:
    """What a lead reads three weeks before the end."""
    say = reader.say
    starts = one.following.starts
    title = say(
        "{cycle} begins on {day}: it can be prepared now", cycle=one.following.id, day=starts
    )
    text = say(
        "For {teams}: draft the objectives, talk about them, agree. What is not reached by then can"
        " be carried over when the cycle is graded.",
        teams=one.teams,
    )
    rows = [blocks.section(Mrkdwn(f"*{title}*\n{text}"))]
    if one.open_krs:
        rows.append(blocks.section(Mrkdwn("\n".join(_could(say, one)))))
    rows.append(blocks.actions(prepare_button(say, one.following.id)))
    return blocks.message(title, rows)


def prepare_button(say: Say, cycle_id: str) -> Block:
    """Opens the form of a new objective; its value is the cycle that it is for."""
    label = say("New objective for {cycle}", cycle=cycle_id)
    return blocks.button(label, okr.NEW, cycle_id, style="primary")


def _could(say: Say, one: Invitation) -> list[Mrkdwn]:
    krs = one.open_krs
    lines = [say("Not reached yet:")]
    for kr in krs[:COULD]:
        name, standing = okr.kr_name(kr.kr), okr.kr_standing(say, kr.kr)
        lines.append(
            say("• *{kr}* {title} · {standing}", kr=name, title=kr.kr.title, standing=standing)
        )
    if len(krs) > COULD:
        lines.append(say.plural("and {n} more", "and {n} more", len(krs) - COULD))
    return lines
