"""The card that asks one person, and shows what they have answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from handlers.checkin.rules.asked import Card
from handlers.checkin.views import titles
from handlers.checkin.views.later import again, later, of_earlier_week
from handlers.checkin.views.taps import EDIT, OPEN, SKIP, all_button, tap_row
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr import views as okr
from handlers.okr.rules import KrState, spark
from handlers.vote import views as vote

NOTE: Final = 200  # characters of a note
SHOWN: Final = 17  # KRs that wait, of which each takes two of a message's 50 blocks
TOGETHER: Final = 5  # answered KRs in one block
DONE: Final = 20  # answered KRs on one card


def card(reader: Reader, asked: Card, now: datetime) -> Block:
    """A message: what waits for an answer with its buttons, and what has one."""
    say = reader.say
    title = titles.title(say, asked)
    head = blocks.section(Mrkdwn(f"*{title}*\n{titles.until(reader, asked, now)}"))
    if asked.skipped is not None:
        body = [blocks.actions(_answer_after_all(say, asked))]
    elif asked.waits:
        body = _waiting(reader, asked, now)
    else:
        body = _afterwards(say, asked, now)
    return blocks.message(title, [head, *body, *_done(reader, asked.answered)])


def _waiting(reader: Reader, asked: Card, now: datetime) -> list[Block]:
    """All that can be done with it, the quickest first."""
    say = reader.say
    shown = asked.missing[:SHOWN]
    same = [kr for kr in shown if kr.value is not None]
    several = [all_button(say, same, asked.key)] if len(same) > 1 else []
    update = blocks.button(say("Answer now (about a minute)"), OPEN, asked.key, style="primary")
    rows = [blocks.actions(*several, update)]
    for kr in shown:
        way = asked.recent.get(kr.number, ())
        rows += [_question(reader, kr, way), tap_row(say, kr, asked.key)]
    if more := len(asked.missing) - len(shown):
        rest = say.plural(
            "and {n} more: “Answer now” has it.", "and {n} more: “Answer now” has them.", more
        )
        rows.append(blocks.context(rest))
    return [
        *rows,
        *_first_step(say, asked),
        *again(say, asked),
        *_besides(reader, asked, now),
    ]


def _first_step(say: Say, asked: Card) -> list[Block]:
    """How they come to a key result, once a cycle: others have theirs on their cards."""
    if not asked.without_krs:
        return []
    step = say(
        "None of the key results of {teams} is yours yet. `/okr new` makes an objective with some,"
        " `/okr drafts` shows what has not begun, and by `/okr edit KR-3` its owner or a lead hands"
        " one over to you.",
        teams=asked.without_krs,
    )
    return [blocks.context(step)]


def _besides(reader: Reader, asked: Card, now: datetime) -> list[Block]:
    """What else can be done, in one row: also putting right what was tapped by mistake."""
    say = reader.say
    is_begun = any(one.answered for one in asked.editable(now))
    edit = [blocks.button(say("Edit"), EDIT, asked.key)] if is_begun else []
    votes = [vote.button(say, asked.votes, asked.voting)] if asked.votes else []
    skip = [] if asked.is_closed else [blocks.button(say("Skip this time…"), SKIP, asked.key)]
    every = [*edit, *votes, *skip, *later(reader, asked, now)]
    return [blocks.actions(*every)] if every else []


def _answer_after_all(say: Say, asked: Card) -> Block:
    return blocks.button(say("Answer after all"), OPEN, asked.key)


def _afterwards(say: Say, asked: Card, now: datetime) -> list[Block]:
    """What one may still add or put right."""
    buttons = []
    if asked.unasked and asked.answered:
        buttons.append(blocks.button(say("Two more words for your team?"), OPEN, asked.key))
    if asked.editable(now):
        buttons.append(blocks.button(say("Edit"), EDIT, asked.key))
    if asked.votes:
        buttons.append(vote.button(say, asked.votes, asked.voting))
    return [blocks.actions(*buttons)] if buttons else []


def _question(reader: Reader, kr: KrState, values: Sequence[Decimal]) -> Block:
    say = reader.say
    line = _for_whom(reader, kr, okr.kr_line(say, kr))
    if way := spark.spark(values):
        line = Mrkdwn(f"{line} · {way}")
    if kr.note:
        note = say("Last note: {note}", note=_short(kr.note))
        line = Mrkdwn(f"{line}\n{note}")
    return blocks.section(line)


def _done(reader: Reader, answered: Sequence[KrState]) -> Iterable[Block]:
    """What was answered, a few in a block so that none is cut."""
    lines = [_answer(reader, kr) for kr in answered[:DONE]]
    for first in range(0, len(lines), TOGETHER):
        yield blocks.section(Mrkdwn("\n".join(lines[first : first + TOGETHER])))
    if more := len(answered) - len(lines):
        yield blocks.context(
            reader.say.plural("and {n} more: `/okr`", "and {n} more: `/okr`", more)
        )


def _for_whom(reader: Reader, kr: KrState, line: Mrkdwn) -> Mrkdwn:
    """Whom the person stands in for, where it is not their own."""
    if kr.owner_id == reader.id:
        return line
    whom = reader.say("for {who}", who=mention(kr.owner_id))
    return Mrkdwn(f"{line} · {whom}")


def _answer(reader: Reader, kr: KrState) -> Mrkdwn:
    say = reader.say
    value = Mrkdwn("–") if kr.value is None else say.amount(kr.value, kr.unit)
    line = say("✓ *{kr}* {title}: {value}", kr=okr.kr_name(kr), title=kr.title, value=value)
    if kr.said:
        line = Mrkdwn(f"{line} · {okr.status_mark(say, kr.status)}")
    line = _for_whom(reader, kr, line)
    return Mrkdwn(f"{line} – {_short(kr.note)}") if kr.note else line


def _short(note: str) -> Mrkdwn:
    """A note on one line; the whole of it is in /okr show."""
    return Mrkdwn(blocks.shorten(" ".join(escape(note).split()), NOTE))


def outdated_card(say: Say, told: Mrkdwn) -> Block:
    """A card of an earlier week, once its button has done what it says."""
    text = say.joined(told, of_earlier_week(say))
    return blocks.message(text, [blocks.section(text)])
