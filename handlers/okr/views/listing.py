"""A list of key results: what it was asked for, a page of them, and the way to the others."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.life import Level
from handlers.okr.rules.listing import TROUBLE, Filter, Listed, Listing, packed
from handlers.okr.rules.paging import Page
from handlers.okr.views.changes import level_words
from handlers.okr.views.detail import why
from handlers.okr.views.nothing import nothing
from handlers.okr.views.outlook import outlook_line
from handlers.okr.views.parts import DOTS, kr_name, kr_standing, objective_line, status_words
from handlers.okr.views.update import show_button, update_button

NEXT: Final = "okr.list_next"  # a button: its value is a filter and where the page begins
BEFORE: Final = "okr.list_before"
ONLY: Final = "okr.list_only"  # a button: the same, for another status
TITLE: Final = 200  # characters
NOTE: Final = 300
NAMES: Final = 5  # of teams that are told by name


def message(reader: Reader, found: Listing, step: Mrkdwn | None = None) -> Block:
    """A page of the list, or what to do where it is empty. `step`: what comes before a first
    objective, for whoever can make none yet.
    """
    say = reader.say
    if not found.page.all:
        return nothing(reader, found, _asked(reader, found), [*_others(say, found)], step)
    text = _headline(reader, found)
    rows: list[Block] = [
        blocks.section(Mrkdwn(f"*{text}*")),
        *_guessed(say, found),
        *_missing(say, found),
    ]
    before: Listed | None = None
    for one in found.page.items:
        rows += _heading(say, before, one, found.asked)
        rows += _row(reader, one, found.asked)
        before = one
    return blocks.message(text, [*rows, *_foot(reader, found)])


def _headline(reader: Reader, found: Listing) -> Mrkdwn:
    """How many there are, and of what."""
    count = reader.say.plural("{n} key result", "{n} key results", found.page.all)
    return Mrkdwn(" · ".join([count, *_asked(reader, found)]))


def _guessed(say: Say, found: Listing) -> list[Block]:
    """Which team was taken for what was typed."""
    if not found.guessed:
        return []
    told = {"words": found.guessed, "teams": list(found.team_names)}
    return [blocks.context(say("I took “{words}” for {teams}.", **told))]


def _missing(say: Say, found: Listing) -> list[Block]:
    """Which numbers were asked for, and have nothing here."""
    if not found.missing:
        return []
    text = say(
        "Not among these: {names}. `/okr show {first}` shows what is proposed or closed.",
        names=list(found.missing),
        first=found.missing[0],
    )
    return [blocks.context(text)]


def _asked(reader: Reader, found: Listing) -> list[Mrkdwn]:
    """What was asked for, as it was understood."""
    say, asked = reader.say, found.asked
    parts = [status_words(say, status) for status in Status if status in asked.statuses]
    parts += [level_words(say, level) for level in Level if level in asked.levels]
    parts += _teams(say, found.team_names)
    if asked.owner_id == reader.id:
        parts.append(say("yours"))
    elif asked.owner_id is not None:
        parts.append(say("owned by {who}", who=mention(asked.owner_id)))
    if asked.words:
        parts.append(say("“{words}”", words=asked.words))
    return parts or [say("of everybody")]


def _teams(say: Say, names: Sequence[str]) -> list[Mrkdwn]:
    if not names:
        return []
    more = [f"+{len(names) - NAMES}"] if len(names) > NAMES else []
    return [Mrkdwn(say(", ").join(escape(name) for name in [*names[:NAMES], *more]))]


def _heading(say: Say, before: Listed | None, one: Listed, asked: Filter) -> list[Block]:
    """The objective where it changes; among trouble each says its own."""
    kr = one.kr
    if asked.is_to_do:
        return []
    if before is not None and before.kr.objective_number == kr.objective_number:
        return []
    return [blocks.context(_objective(say, one))]


def _objective(say: Say, one: Listed) -> Mrkdwn:
    """Its number, title and progress, and whose it is."""
    kr = one.kr._replace(objective_title=blocks.shorten(one.kr.objective_title, TITLE))
    return Mrkdwn(f"{objective_line(say, kr, one.objective)} · {_home(say, kr)}")


def _home(say: Say, kr: KrState) -> Mrkdwn:
    """Whose objective it is: the company's, a person's, or a team's by name."""
    if kr.level is Level.COMPANY:
        return level_words(say, kr.level)
    team = escape(kr.team_name)
    return team if kr.level is Level.TEAM else Mrkdwn(f"{level_words(say, kr.level)} · {team}")


def _row(reader: Reader, one: Listed, asked: Filter) -> list[Block]:
    say, kr = reader.say, one.kr
    title = blocks.shorten(kr.title, TITLE)
    name = say("*{kr}* {title}", kr=kr_name(kr), title=title)
    first = Mrkdwn(f"{name} · {mention(kr.owner_id)}")
    own = kr.owner_id == reader.id
    button = update_button(say, kr.number) if own else show_button(say, kr.number)
    found = [blocks.section(Mrkdwn(f"{first}\n{kr_standing(say, kr)}"), accessory=button)]
    lines = _to_do(reader, one) if asked.is_to_do else []
    if one.shared_with:
        lines.append(say("shared with {teams}", teams=list(one.shared_with)))
    if lines:
        found.append(blocks.context(Mrkdwn("\n".join(lines))))
    return found


def _to_do(reader: Reader, one: Listed) -> list[Mrkdwn]:
    """Why it is where it is, what was said last, and where it goes."""
    say, kr = reader.say, one.kr
    lines = [_objective(say, one), why(say, reader.zone, kr)]
    if kr.note and kr.made_at is not None:
        told = {
            "note": blocks.shorten(" ".join(kr.note.split()), NOTE),
            "who": mention(kr.author_id or ""),
            "day": kr.made_at.astimezone(ZoneInfo(reader.zone)).date(),
        }
        lines.append(say("“{note}” – {who}, {day}", **told))
    elif kr.made_at is not None:
        lines.append(say("The last update has no note: ask {who}.", who=mention(kr.owner_id)))
    if one.ahead is not None:
        lines.append(outlook_line(say, kr, one.ahead))
    return lines


def _foot(reader: Reader, found: Listing) -> list[Block]:
    """Pages, what else is in trouble, and what to type."""
    say, page = reader.say, found.page
    buttons = [*turns(say, page, found.asked)]
    if found.asked.owner_id == reader.id:
        buttons.insert(0, update_button(say, None))
    buttons += _others(say, found)
    rows = [blocks.actions(*buttons)] if buttons else []
    if page.all > len(page.items):
        place = say(
            "{first} to {last} of {all}",
            first=page.first + 1,
            last=page.first + len(page.items),
            all=page.all,
        )
        rows.append(blocks.context(place))
    hint = say(
        "Narrow it in any order: `/okr list at risk`, `/okr list off track @somebody`, a team's"
        " name, #channel, `company`, `personal`, or words of a title."
    )
    return [*rows, blocks.context(hint)]


def turns(say: Say, page: Page[Listed], asked: Filter) -> Iterable[Block]:
    """The buttons to the pages beside this one."""
    if page.before is not None:
        yield blocks.button(say("Previous page"), BEFORE, packed(asked, page.before))
    if page.after is not None:
        yield blocks.button(say("Next page"), NEXT, packed(asked, page.after))


def _others(say: Say, found: Listing) -> Iterable[Block]:
    """Whoever asks for what is at risk wants to know of what is worse."""
    asked = found.asked
    if not asked.is_to_do:
        return
    for status in TROUBLE:
        count = Decimal(found.statuses.get(status, 0))
        if count and status not in asked.statuses:
            other = Filter(
                frozenset({status}), asked.levels, asked.team_ids, asked.owner_id, asked.words
            )
            words = Mrkdwn(f"{DOTS[status]} {say.number(count)} {status_words(say, status)}")
            yield blocks.button(words, f"{ONLY}.{status}", packed(other, 0))
