"""The card that asks one person, and shows what they have answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card
from handlers.checkin.views.later import later_row
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.vote import views as vote

OPEN: Final = "checkin.open"
NO_CHANGE: Final = "checkin.no_change"
NOTE: Final = 200  # characters of a note
SHOWN: Final = 40  # KRs on one card; the rest is in the form


@dataclass(frozen=True, slots=True)
class Tap:
    """What a "No change" button carries: the KR, the update that was seen, the card."""

    kr_number: int
    seen: str
    card_key: str

    def __str__(self) -> str:
        return f"{self.kr_number}|{self.seen}|{self.card_key}"


def read_tap(value: str) -> Tap:
    number, seen, card_key = value.split("|", 2)
    return Tap(int(number), seen, card_key)


def card(reader: Reader, asked: Card, now: datetime) -> Block:
    """A message: what waits for an answer with its buttons, and what has one."""
    say = reader.say
    title = _title(say, asked)
    shown = [blocks.section(Mrkdwn(f"*{title}*\n{_until(reader, asked, now)}"))]
    if asked.waits or asked.unasked:
        update = blocks.button(
            say("Answer now (about a minute)"), OPEN, value=asked.key, style="primary"
        )
        shown.append(blocks.actions(update))
    shown += [_question(reader, kr, asked) for kr in asked.missing[:SHOWN]]
    shown += [blocks.actions(vote.button(say, asked.votes))] if asked.votes else []
    done = [_answer(reader, kr) for kr in asked.answered]
    shown += [blocks.section(Mrkdwn("\n".join(done)))] if done else []
    shown += later_row(say, asked)
    return blocks.message(title, shown)


def _title(say: Say, asked: Card) -> Mrkdwn:
    n = len(asked.missing)
    if not asked.waits:
        if asked.answered or asked.questions:
            return say("✅ Check-in done. Thank you!")
        return say("Nothing is left to answer here")
    if not n:
        return _only_asks(say, asked)
    if asked.kind == cadence.REMIND:
        return say.plural(
            "A reminder: {n} key result waits for your answer",
            "A reminder: {n} key results wait for your answer",
            n,
        )
    if asked.kind == cadence.LAST_CALL:
        return say.plural(
            "Last call: {n} key result waits for your answer",
            "Last call: {n} key results wait for your answer",
            n,
        )
    return say.plural(
        "Time for your check-in: how is your key result doing?",
        "Time for your check-in: how are your {n} key results doing?",
        n,
    )


def _only_asks(say: Say, asked: Card) -> Mrkdwn:
    """To whom no KR belongs: only the team's questions wait."""
    if asked.kind == cadence.REMIND:
        return say("A reminder: your check-in waits")
    if asked.kind == cadence.LAST_CALL:
        return say("Last call: your check-in waits")
    return say("Time for your check-in: how was your week for customers?")


def _until(reader: Reader, asked: Card, now: datetime) -> Mrkdwn:
    if not (asked.missing or asked.answered or asked.questions):
        return reader.say("What was asked for is closed, or somebody else's now.")
    say, closes = reader.say, reader.say.moment(asked.closes_at, reader.zone)
    if not asked.waits:
        return say("To correct a value, type `/okr update`.")
    if asked.is_closed or asked.closes_at <= now:
        return say(
            "The round closed on {closes}; your answer still counts, as late.", closes=closes
        )
    if asked.is_late:
        return say(
            "This comes later than planned, sorry. Answers are taken until {closes}.", closes=closes
        )
    return say("Answers are taken until {closes}.", closes=closes)


def _question(reader: Reader, kr: KrState, asked: Card) -> Block:
    say = reader.say
    line = _for_whom(reader, kr, okr.kr_line(say, kr))
    if kr.note:
        note = say("Last note: {note}", note=_short(kr.note))
        line = Mrkdwn(f"{line}\n{note}")
    if kr.value is None:
        return blocks.section(line)
    tap = Tap(kr.number, kr.seen, asked.key)
    same = blocks.button(
        say("No change"),
        NO_CHANGE,
        value=str(tap),
        label=say("No change for {kr}", kr=okr.kr_name(kr)),
    )
    return blocks.section(line, accessory=same)


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
    line = _for_whom(reader, kr, line)
    return Mrkdwn(f"{line} – {_short(kr.note)}") if kr.note else line


def _short(note: str) -> Mrkdwn:
    """A note on one line; the whole of it is in /okr show."""
    return Mrkdwn(blocks.shorten(" ".join(escape(note).split()), NOTE))


def outdated_card(say: Say, tap: Tap) -> Block:
    """A card of an earlier week, once its button has done what it says."""
    text = say(
        "{kr} is recorded as unchanged. This card is from an earlier week; `/okr checkin` shows"
        " what is open now.",
        kr=f"KR-{tap.kr_number}",
    )
    return blocks.message(text, [blocks.section(text)])
