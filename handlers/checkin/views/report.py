"""A round in full, for one person, a page at a time."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers.blocker.views.messages import LINE
from handlers.checkin.rules.summary import Spoken, Told
from handlers.checkin.views import lines, thread
from handlers.checkin.views.summary import parts, title
from handlers.kit import blocks, pieces
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.kudos import views as kudos
from handlers.question import views as question
from handlers.question.rules import LONGEST_REPLY, Kind
from handlers.quote import views as quote
from handlers.vote import views as vote

TURN: Final = "checkin.report_turn"  # a button: its value is the team, the day and the page
TURN_BACK: Final = "checkin.report_back"
BLOCKS: Final = 40  # of a page
FULL: Final = 12_000  # characters of a page
WHOLE: Final = 10 * LONGEST_REPLY  # more than any text with each of its signs escaped


def report(reader: Reader, told: Told, page: int, asked_for: date | None) -> Block:
    """A page of it. `asked_for` is the day that was named, where the round is of another."""
    say = reader.say
    pages = _pages(list(_rows(reader, told)))
    page = min(max(page, 0), len(pages) - 1)
    first = [blocks.header(title(say, told))]
    if asked_for is not None:
        day, other = say.day(asked_for), say.day(told.summary.day, weekday=True)
        nearest = say(
            "No round is of {day}; this is the nearest, of {other}.", day=day, other=other
        )
        first.append(blocks.context(nearest))
    return blocks.message(
        title(say, told), [*first, *pages[page], *_foot(say, told, page, len(pages))]
    )


def _rows(reader: Reader, told: Told) -> Iterator[Block]:
    say, round_ = reader.say, told.summary
    if told.is_open and told.closes_at is not None:
        until = say.until(told.closes_at, reader.zone)
        yield blocks.context(
            say("Only you see this: the round as far as it is. It closes {until}.", until=until)
        )
    figures = lines.counted(say, round_)
    yield blocks.section(figures or say("Nobody was asked."))
    for name, rows in parts(say, round_, None):
        yield from _part(name, rows)
    if round_.closed:
        yield blocks.context(
            say.plural(
                "{n} more key result was spoken of and is closed since: see `/okr history`.",
                "{n} more key results were spoken of and are closed since: see `/okr history`.",
                round_.closed,
            )
        )
    # What a line below cuts stands here in full.
    short = [one for one in told.blockers if len(escape(one.text)) <= LINE]
    for spoken in thread.without_blockers(told.spoken, short):
        yield from _part(question.words(say, spoken.asked), _said(say, spoken))
    yield from _part(say("Still in the way"), thread.helps(say, told.blockers))
    yield from _part(say("Promised and kept"), thread.promises(say, told.kept, WHOLE))
    yield from _part(say("Thank you"), [kudos.kudos_line(say, g) for g in told.kudos])
    if told.quotes:
        heading = say("What a customer told us")
        yield blocks.section(Mrkdwn(f"*{heading}*"))
    for one in told.quotes:
        yield quote.quote_block(say, one)
    if told.outcomes:
        yield from _part(say("How sure we are"), list(vote.lines(say, told.outcomes)))


def _said(say: Say, spoken: Spoken) -> list[Mrkdwn]:
    if spoken.asked.kind is not Kind.TEXT:
        return thread.chosen(say, spoken)
    return [thread.reply(say, spoken.asked, one, WHOLE) for one in spoken.replies]


def _part(name: Mrkdwn, rows: Sequence[Mrkdwn]) -> list[Block]:
    if not rows:
        return []
    cut = [piece for row in rows for piece in pieces.cut(row)]
    return pieces.sections([Mrkdwn(f"*{name}*"), *cut])


def _pages(rows: Sequence[Block]) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    long = 0
    for row in rows:
        size = len(str(row))
        if pages[-1] and (len(pages[-1]) == BLOCKS or long + size > FULL):
            pages.append([])
            long = 0
        pages[-1].append(row)
        long += size
    return pages


def _foot(say: Say, told: Told, page: int, of: int) -> list[Block]:
    if of == 1:
        return []
    buttons = []
    if page:
        buttons.append(blocks.button(say("Back"), TURN_BACK, value=_value(told, page - 1)))
    if page + 1 < of:
        buttons.append(blocks.button(say("Next"), TURN, value=_value(told, page + 1)))
    place = say("Page {page} of {pages}", page=page + 1, pages=of)
    return [blocks.actions(*buttons), blocks.context(place)]


def _value(told: Told, page: int) -> str:
    return f"{told.summary.team_id}|{told.summary.day.isoformat()}|{page}"


def read_turn(value: str) -> tuple[str, date, int]:
    """Team, day and page of a button."""
    team_id, day, page = value.split("|")
    return team_id, date.fromisoformat(day), int(page)
