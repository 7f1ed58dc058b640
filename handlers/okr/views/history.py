"""The history of a key result or an objective: a page of lines, and the way to the others."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr.rules.audit import Noted
from handlers.okr.rules.chronicle import Chronicle, Line, Move, Subject, packed
from handlers.okr.rules.life import Stage
from handlers.okr.views.changes import change_line, stage_words
from handlers.okr.views.outlook import outlook_line
from handlers.okr.views.parts import kr_standing
from handlers.okr.views.past import day_of, past_line

NEXT: Final = "okr.history_next"  # a button: its value is what it is of and where its page begins
BEFORE: Final = "okr.history_before"
PICK: Final = "okr.history_pick"
TITLE: Final = 120  # characters
OFFERED: Final = 5


def message(reader: Reader, told: Chronicle, *, chart: bool = False) -> Block:
    """A page of it; `chart` when a picture is on its way."""
    say = reader.say
    name = say("{kr} {title}", kr=told.subject.name, title=blocks.shorten(told.title, TITLE))
    rows = [blocks.header(name), *_standing(say, told)]
    if chart:
        rows.append(blocks.context(say("📈 The chart comes to you as a direct message.")))
    rows.append(blocks.divider())
    if told.page.all:
        rows += [blocks.context(_line(reader, told, one)) for one in told.page.items]
    else:
        rows.append(blocks.context(say("Nothing has happened yet.")))
    return blocks.message(say("History of {name}", name=name), [*rows, *_foot(say, told)])


def _standing(say: Say, told: Chronicle) -> list[Block]:
    """How a KR stands, and where it goes."""
    if told.course is None:
        return []
    kr, ahead = told.course.kr, told.course.ahead
    if told.course.is_closed:  # it is neither behind nor on track any more
        return [blocks.section(kr_standing(say, kr, stage_words(say, Stage.CLOSED)))]
    rows = [blocks.section(kr_standing(say, kr))]
    return rows if ahead is None else [*rows, blocks.context(outlook_line(say, kr, ahead))]


def _line(reader: Reader, told: Chronicle, one: Line) -> Mrkdwn:
    """An update or a change; in an objective's history each says of which KR."""
    if not isinstance(one, Move):
        return _change(reader, told, one)
    name = _kr(reader.say, told, one.kr_number) if told.subject.is_objective else ""
    unit = told.krs[one.kr_number].unit
    return past_line(reader.say, reader.zone, unit, one.past, one.before, kr=name)


def _change(reader: Reader, told: Chronicle, one: Noted) -> Mrkdwn:
    say = reader.say
    kr = told.krs.get(one.kr_number or 0)
    change = change_line(say, one, kr.unit if kr else "", told.team_names)
    line = say(
        "{day}: {who} – {change}",
        day=day_of(one.made_at, reader.zone),
        who=mention(one.author_id),
        change=change,
    )
    if one.kr_number is None or not told.subject.is_objective:
        return Mrkdwn(f"✎ {line}")
    return Mrkdwn(f"✎ {_kr(say, told, one.kr_number)} · {line}")


def _kr(say: Say, told: Chronicle, number: int) -> Mrkdwn:
    kr = told.krs.get(number)
    if kr is None:
        return Mrkdwn(f"KR-{number}")
    return say("{kr} {title}", kr=f"KR-{number}", title=blocks.shorten(kr.title, 40))


def _foot(say: Say, told: Chronicle) -> list[Block]:
    page, subject = told.page, told.subject
    buttons = []
    if page.before is not None:
        buttons.append(blocks.button(say("Newer"), BEFORE, packed(subject, page.before)))
    if page.after is not None:
        buttons.append(blocks.button(say("Older"), NEXT, packed(subject, page.after)))
    if not buttons:
        return []
    place = {"first": page.first + 1, "last": page.first + len(page.items), "all": page.all}
    return [
        blocks.actions(*buttons),
        blocks.context(say("{first} to {last} of {all}, the newest first", **place)),
    ]


def which(say: Say, found: Sequence[tuple[Subject, str]]) -> Block:
    """Several fit: each with a button that tells its history."""
    text = say.plural(
        "{n} title fits. Which one do you mean?",
        "{n} titles fit. Which one do you mean?",
        len(found),
    )
    rows = [
        blocks.section(
            say("*{kr}* {title}", kr=subject.name, title=blocks.shorten(title, TITLE)),
            accessory=blocks.button(say("History"), PICK, packed(subject, 0)),
        )
        for subject, title in found[:OFFERED]
    ]
    return blocks.message(text, [blocks.section(text), *rows])
