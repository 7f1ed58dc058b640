"""The Home tab: the first-time view, and everyone's week."""

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from pydantic_core import to_json

from handlers.checkin import views as checkin
from handlers.home.rules import Page
from handlers.home.views.teams import mine, team_part
from handlers.home.views.waiting import waiting
from handlers.kit import blocks
from handlers.kit.blocks import VIEW_BLOCKS, Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say
from handlers.kudos.views import kudos_line
from handlers.quote.views import quote_block
from handlers.team import views as team
from handlers.team.rules import in_no_team

QUOTE: Final = 400


def home(reader: Reader, page: Page) -> Block:
    """The whole tab."""
    has_week = page.teams or page.mine
    return _tab(_week(reader, page) if has_week else _first_time(reader, page))


def _tab(blocks: Iterable[Block]) -> Block:
    """The view, which carries a sum of its blocks."""
    kept = list(blocks)[:VIEW_BLOCKS]
    sum_ = blake2b(to_json(kept), digest_size=16).hexdigest()
    return {"type": "home", "blocks": kept, "private_metadata": json.dumps({"sum": sum_})}


def is_shown(home: Block, shown: Block | None) -> bool:
    """Whether Slack shows this Home: `shown` is its view, as an event brings it."""
    return shown is not None and shown.get("private_metadata") == home["private_metadata"]


def _first_time(reader: Reader, page: Page) -> Iterator[Block]:
    """What Delight is, and what comes first; whoever stands in for somebody is asked before."""
    say = reader.say
    if page.due:
        yield from waiting(reader, page)
    yield blocks.header(
        say("Welcome, {name}!", name=reader.name) if reader.name else say("Welcome!")
    )
    yield blocks.section(
        say(
            "Your team's goals, kept up to date in a minute a week, right here in Slack.\n"
            "Every number stands beside the customer it is about: what they said, and kudos for"
            " whoever earned it."
        )
    )
    yield blocks.divider()
    yield blocks.section(
        say(
            "*What happens in a week*\n"
            "📝 *Wednesday* – each person gets one card and answers it in about a minute\n"
            "🙌 *Any day* – people thank each other, and save what customers say\n"
            "📰 *Friday* – the channel reads what moved, what needs help, and who made customers"
            " happy"
        )
    )
    yield from _set_up(reader)


def _set_up(reader: Reader) -> Iterator[Block]:
    """The first step: a guest asks for it."""
    say = reader.say
    if reader.is_guest:
        yield blocks.section(Mrkdwn(in_no_team(is_guest=True).told(say)))
        return
    yield blocks.actions(blocks.button(say("Set up a team"), team.BEGIN, style="primary"))
    yield blocks.context(
        say(
            "It takes about a minute, and works by `/okr team` in your team's channel too. Is your"
            " team here already? Ask its lead to add you."
        )
    )


def _week(reader: Reader, page: Page) -> Iterator[Block]:
    yield from waiting(reader, page)
    yield from mine(reader.say, page)
    for part in page.teams:
        yield from team_part(reader.say, part)
    if page.more_teams:
        yield blocks.context(
            reader.say.plural(
                "You are in {n} more team: `/okr` shows its key results.",
                "You are in {n} more teams: `/okr` shows their key results.",
                page.more_teams,
            )
        )
    yield from _people(reader.say, page)
    yield blocks.divider()
    yield blocks.actions(checkin.settings_button(reader.say))
    yield blocks.context(
        reader.say(
            "`/okr help` lists what you can type. `/kudos @someone for what they did` thanks"
            " somebody, `/quote` saves what a customer said."
        )
    )


def _people(say: Say, page: Page) -> Iterator[Block]:
    if page.kudos:
        yield blocks.header(say("Kudos for you"))
        yield blocks.section(Mrkdwn("\n".join(kudos_line(say, given) for given in page.kudos)))
    if page.quote is not None:
        yield blocks.header(say("A customer said"))
        yield quote_block(say, page.quote, longest=QUOTE)


def pointer(say: Say) -> Block:
    """The answer to somebody who writes to the app."""
    text = say(
        "I read commands, not messages: `/okr help` shows what you can type. What is yours and what"
        " is due stands in my Home tab."
    )
    return blocks.message(text, [blocks.section(text)])
