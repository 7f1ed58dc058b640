"""What people do on the demo's stage: each act goes over the wire, as a person would do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.demo.stage import Stage
from bot.sandbox.hands import Hands, Outcome, Reply
from bot.sandbox.model import Message, View
from handlers.blocker import views as blocker
from handlers.checkin import views as checkin
from handlers.okr import views as okr
from handlers.okr.rules.audit import What
from handlers.okr.views.choices import LEVEL
from handlers.okr.views.entry import confidence_id, note_id, value_id
from handlers.question import views as question
from handlers.team import views as team

Block = dict[str, Any]


class OffScriptError(RuntimeError):
    """The bot did not let somebody do what the script has them do."""


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A line of the form for a new objective; `owner` is a first name.

    Of a number to keep, start and target are the ends of its band; "" leaves one open.
    """

    title: str
    start: str
    target: str
    unit: str
    owner: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of a KR in a check-in."""

    kr: int
    value: str
    confidence: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says to their team's questions, and what came of their last promise."""

    moved: str = ""
    blocked: str = ""
    then: str = ""
    needs_help: bool = False
    kept: str = ""  # yes, partly or no


NOTHING: Final = Words()


def _member(name: str) -> str:
    return f"U0{name.upper()}"


def _well(outcome: Outcome) -> None:
    if not outcome.ok:
        raise OffScriptError(f"{outcome.kind}: {outcome.errors or outcome.error}")


def _open(hands: Hands) -> View:
    view = hands.modal
    if view is None:
        raise OffScriptError(f"no form is open before {hands.person.real_name}")
    return view


async def nothing(stage: Stage) -> None:
    """Let the time come."""


async def command(stage: Stage, *, name: str, line: str, channel: str) -> Reply:
    """Type a command in a channel."""
    stage.note(name, f"types `{line}` in #{channel}")
    reply = await stage.hands(name).command(line, stage.channel(channel))
    if not reply.ok:
        raise OffScriptError(f"{line}: {reply.error}")
    await stage.driver.settle()
    return reply


async def set_up_team(
    stage: Stage, *, lead: str, channel: str, title: str, members: Sequence[str], language: str
) -> None:
    """Make a channel a team's home; zone and times stay as the form proposes them."""
    hands = stage.hands(lead)
    await command(stage, name=lead, line="/okr team", channel=channel)
    values = {
        team.NAME: title,
        team.MEMBERS: list(members),
        team.LANGUAGE: language,
        team.ZONE: hands.person.zone,
    }
    _well(await hands.submit(_open(hands), values))
    stage.note(lead, f"makes #{channel} the home of {title}")
    await stage.driver.settle()


async def set_objective(
    stage: Stage,
    *,
    lead: str,
    channel: str,
    title: str,
    krs: Sequence[KeyResult],
    is_companys: bool = False,
) -> None:
    """An objective with its KRs, in one form."""
    hands = stage.hands(lead)
    await command(stage, name=lead, line="/okr new", channel=channel)
    values: dict[str, object] = {okr.TITLE: title}
    if is_companys:
        await hands.click(_open(hands), okr.MORE)
        values[LEVEL] = "company"
    for row, kr in enumerate(krs, start=1):
        if kr.is_kept:
            await hands.click(_open(hands), okr.KIND, value="keep", block_id=f"{row}.kind")
        values |= {
            f"{row}.title": kr.title,
            f"{row}.start": kr.start,
            f"{row}.target": kr.target,
            f"{row}.unit": kr.unit,
            f"{row}.owner": _member(kr.owner),
        }
    _well(await hands.submit(_open(hands), values))
    await hands.close(_open(hands))
    stage.note(lead, f"sets the objective “{title}”")
    await stage.driver.settle()


async def align(stage: Stage, *, lead: str, channel: str, objective: int, above: int) -> None:
    """Say what an objective supports."""
    hands = stage.hands(lead)
    await command(stage, name=lead, line=f"/okr edit O-{objective}", channel=channel)
    _well(await hands.submit(_open(hands), {What.SUPPORTS: f"O-{above}"}))
    await hands.close(_open(hands))
    stage.note(lead, f"links O-{objective} to O-{above}, which it supports")
    await stage.driver.settle()


async def answer(
    stage: Stage, *, name: str, answers: Sequence[Answer], words: Words = NOTHING
) -> None:
    """Answer the check-in, from the card if there is one, else by `/okr checkin`."""
    hands = stage.hands(name)
    card = next((m for m in reversed(hands.dms()) if has_button(m.blocks, checkin.OPEN)), None)
    if card is not None:
        await hands.click(card, checkin.OPEN)
    else:
        await hands.command("/okr checkin", stage.channel("general"))
    await _page_by_page(hands, _filled(answers), words)
    told = ", ".join(f"KR-{a.kr} {a.value} ({a.confidence}/10)" for a in answers)
    stage.note(name, f"answers the check-in: {told}")
    await stage.driver.settle()


async def _page_by_page(hands: Hands, values: Mapping[str, object], words: Words) -> None:
    """Fill each page of the check-in with what is asked there, to the last."""
    page: View | None = _open(hands)
    while page is not None:
        asked = [block["block_id"] for block in page.payload["blocks"] if "block_id" in block]
        given = {**values, **_said(asked, words)}
        sent = await hands.submit(page, {n: v for n, v in given.items() if n in asked})
        _well(sent)
        page = sent.view


def _said(asked: Sequence[str], words: Words) -> dict[str, object]:
    """Teams ask what moved, what is in the way and what comes next, in this order."""
    replies = (words.moved, words.blocked, words.then)
    fields = [name for name in asked if name.startswith(question.PREFIX)]
    said: dict[str, object] = {n: text for n, text in zip(fields, replies, strict=False) if text}
    if words.needs_help:
        said |= {blocker.help_id(name.removeprefix(question.PREFIX)): ["help"] for name in fields}
    if words.kept:
        said |= {name: words.kept for name in asked if name.startswith(question.PROMISE)}
    return said


async def vote(stage: Stage, *, name: str, channel: str, scores: Mapping[int, int]) -> None:
    """Say how sure one is of each of the team's KRs."""
    hands = stage.hands(name)
    await command(stage, name=name, line="/okr vote", channel=channel)
    _well(await hands.submit(_open(hands), {f"score.{kr}": str(n) for kr, n in scores.items()}))
    await stage.driver.settle()


def _filled(answers: Sequence[Answer]) -> Mapping[str, object]:
    values: dict[str, object] = {}
    for one in answers:
        values[value_id(one.kr)] = one.value
        values[confidence_id(one.kr)] = str(one.confidence)
        values[note_id(one.kr)] = one.note
    return values


def has_button(message_blocks: Sequence[Block], action_id: str) -> bool:
    """Whether a message offers this action."""
    elements = [
        element
        for block in message_blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
    ]
    return any(element.get("action_id") == action_id for element in elements)


async def save_quote(stage: Stage, *, name: str, channel: str, said: Mapping[str, str]) -> None:
    """`/quote`, with text, customer, touchpoint, moment, consent and kr."""
    hands = stage.hands(name)
    await command(stage, name=name, line="/quote", channel=channel)
    _well(await hands.submit(_open(hands), {f"quote.{k}": v for k, v in said.items()}))
    stage.note(name, f"saves what a customer said: “{said['text']}”")
    await stage.driver.settle()


async def say(stage: Stage, name: str, channel: str, text: str) -> Message:
    """Write in a channel."""
    message = await stage.hands(name).say(stage.channel(channel), text)
    await stage.driver.settle()
    return message


async def thank(stage: Stage, name: str, message: Message) -> None:
    """React with :raised_hands:."""
    await stage.hands(name).react(message.channel, message.ts, "raised_hands")
    stage.note(name, f"reacts with :raised_hands: to “{message.text}”")
    await stage.driver.settle()


async def take_back(stage: Stage, name: str, message: Message) -> None:
    """Take the reaction away."""
    await stage.hands(name).unreact(message.channel, message.ts, "raised_hands")
    stage.note(name, f"takes the :raised_hands: back from “{message.text}”")
    await stage.driver.settle()
