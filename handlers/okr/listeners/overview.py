"""`/okr`: the list, its pages, help, and the way to every verb."""

from dataclasses import replace
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.okr import flows, rules, views
from handlers.okr.listeners.first_step import first_step
from handlers.okr.rules.called import BUTTONS, HELP, meant, thanked
from handlers.okr.views import Listed
from storage import team as teams

ASKED: Final = frozenset({HELP, "?", "？", "帮助", "幫助", "说明", "說明"})
COMMANDS: Final = frozenset({"kudos", "quote"})  # which stand by themselves
SHOW: Final = "show"  # of a feature above: it knows what has not begun, and what is over


async def okr(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Find the verb, which may belong to any feature, and hand it the rest of the line."""
    first, _, rest = inp.text.partition(" ")
    word = first.casefold()
    second, _, last = rest.strip().partition(" ")
    pair = f"{word} {second.casefold()}"
    if pair in deps.verbs:  # such as "checkin report": a way of its own
        await _run(pair, ack, replace(inp, text=last.strip()), deps)
    elif word in deps.verbs:
        await _run(word, ack, replace(inp, text=rest.strip()), deps)
    elif not word:
        await overview(ack, inp, deps)
    elif (rules.split_number(inp.text) or (0, ""))[1]:
        await _forgotten(ack, inp, deps)
    elif rules.split_number(inp.text) or rules.objective_number(inp.text) is not None:
        await deps.verbs[SHOW].run(ack, inp, deps)
    else:
        await _explain(ack, inp, deps, readable(first, {}))


async def _run(name: str, ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The verb; where words follow one that knows none, somebody meant more than it would do."""
    verb = deps.verbs[name]
    if not (verb.alone and inp.text):
        await verb.run(ack, inp, deps)
        return
    async with deps.reading(inp) as (_, reader):
        message = views.stands_alone(reader.say, verb, readable(inp.text, {}))
    await ack(**message)


async def _forgotten(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A value behind a KR, and no word of what to do with it."""
    async with deps.reading(inp) as (_, reader):
        message = views.update_forgotten(reader.say, readable(inp.text, {}))
    await ack(**message)


async def _explain(ack: AsyncAck, inp: Input, deps: Deps, typed: str) -> None:
    async with deps.reading(inp) as (_, reader):
        say = reader.say
    if typed.casefold() in ASKED:
        await ack(**views.help_message(say, deps.verbs))
        return
    line = readable(inp.text, {})
    if typed.casefold() in BUTTONS:
        await ack(**views.by_button(say, typed, line.partition(" ")[2].strip()))
        return
    if typed.casefold() in COMMANDS:
        await ack(**views.own_command(say, typed.casefold(), line))
        return
    if (behind := thanked(line)) is not None:
        await ack(**views.own_command(say, "kudos", f"kudos {behind}".rstrip()))
        return
    await ack(**views.unknown_verb(say, typed, meant(line, deps.verbs), line))


async def overview(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Mine and my teams' KRs."""
    async with deps.reading(inp) as (session, reader):
        message = await _page(session, reader, inp, 0)
    await ack(**message)


async def page(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    first = int(inp.value) if inp.value.isdecimal() else 0
    async with deps.reading(inp) as (session, reader):
        message = await _page(session, reader, inp, first)
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()


async def _page(session: AsyncSession, reader: Reader, inp: Input, first: int) -> Block:
    now = inp.now
    in_teams = [team.id for team in await teams.teams_of(session, reader.id)]
    mine = await flows.key_results(session, now, owner_id=reader.id)
    of_teams = await flows.key_results(session, now, team_ids=in_teams, shared_too=True)
    places = {id_: place for place, id_ in enumerate(in_teams)}
    others = sorted(
        (kr for kr in of_teams if kr.owner_id != reader.id),
        key=lambda kr: (places.get(kr.team_id, len(places)), kr.team_name, kr.team_id),
    )
    krs = [*mine, *others]
    allowed = await flows.may_update(session, reader, krs, now)
    whole = await flows.roll_up(session, krs, now)
    listed = [
        Listed(kr, kr.owner_id == reader.id, kr.number in allowed, whole.get(kr.objective_number))
        for kr in krs
    ]
    step = None if listed else await first_step(session, reader, inp.channel)
    may_create = bool(in_teams) or reader.is_admin
    return views.overview(reader.say, listed, first, step, may_create=may_create)
