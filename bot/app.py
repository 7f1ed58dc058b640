"""Composition root: Deps, the Bolt app, and the one error listener."""

import asyncio
import logging
from typing import Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.apology import PATIENCE, DoneError, apology
from bot.dispatch import (
    Authorize,
    Bolt,
    Installed,
    LateError,
    Limits,
    Outcome,
    Routed,
    came_to,
    may_be_done,
    told_by,
)
from bot.manifest import NAME
from handlers import routes
from handlers.deps import Deps, Slack
from handlers.kit import blocks
from handlers.kit.charts import Drawer
from handlers.kit.clock import Clock
from handlers.kit.errors import FormError, RepeatedError, SlackError, UserError
from handlers.kit.flights import Flights
from handlers.kit.gauges import Meters
from handlers.kit.guesses import Guesses
from handlers.kit.inputs import Body, Input, read_input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, Texts, plain
from handlers.kit.typed import not_done
from handlers.outbox import listeners as outbox
from handlers.outbox.rules import AT_ONCE
from storage.db import Sessions, begin_by

log = logging.getLogger(__name__)

NOTICE: Final = "kit.notice"
PEOPLE: Final = 10_000  # of whom a process remembers what they looked at: some 5 MB
OLD_BUTTON: Final = UserError(
    "This button is from an earlier version of me and no longer works. Type `/okr` for a fresh one."
)


def make_deps(
    sessions: Sessions,
    clock: Clock,
    texts: Texts,
    slack: Slack,
    charts: Drawer,
    meters: Meters,
    *,
    pace: float = 1,
) -> Deps:
    """Everything that listeners and jobs work with."""
    return Deps(
        sessions=sessions,
        clock=clock,
        texts=texts,
        slack=slack,
        charts=charts,
        meters=meters,
        flights=Flights(AT_ONCE),
        belongs=Guesses(PEOPLE),
        locales=Guesses(PEOPLE),
        pace=pace,
        verbs=routes.VERBS,
        sections=routes.SECTIONS,
        cited=routes.CITED,
        kr_buttons=routes.KR_BUTTONS,
        after_update=routes.AFTER_UPDATE,
        beside_kr=routes.BESIDE_KR,
        after_withdrawal=routes.AFTER_WITHDRAWAL,
        after_team=routes.AFTER_TEAM,
        rounds_ahead=routes.ROUNDS_AHEAD,
        after_objective=routes.AFTER_OBJECTIVE,
        waiting=routes.WAITING,
    )


def make_bolt(deps: Deps, authorize: Authorize, client: AsyncWebClient, limits: Limits) -> AsyncApp:
    """The Bolt app with every feature's listeners. Nothing is looked up before an ack."""
    app = Bolt(
        deps.meters,
        limits,
        name=NAME,  # else Bolt walks its callers' frames for the name of a file
        client=client,
        authorize=Installed(authorize),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # bot/web.py has done it, by our Clock
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    async def failed(
        error: Exception, body: Body, context: AsyncBoltContext, ack: AsyncAck
    ) -> BoltResponse:
        came_to(context, _outcome(error))
        with begin_by(told_by(context)):
            return await _answer_error(deps, error, body, ack, may_be_done=may_be_done(context))

    app.use(Routed(deps, routes.FEATURES))
    app.error(failed)
    return app


def _outcome(error: Exception) -> Outcome:
    if isinstance(error, RepeatedError):
        return "ok"
    expected = UserError | FormError | BoltUnhandledRequestError
    return "refused" if isinstance(error, expected) else "error"


async def _answer_error(
    deps: Deps, error: Exception, body: Body, ack: AsyncAck, *, may_be_done: bool
) -> BoltResponse:
    """Whoever did something hears what became of it, where they are."""
    if isinstance(error, RepeatedError):
        return await ack()
    if isinstance(error, BoltUnhandledRequestError):
        if body.get("type") != "block_actions":
            return BoltResponse(status=404, body="")
        error = OLD_BUTTON
    inp = read_input(body, deps.clock.now())
    if inp.event is not None:
        return await _answer_event(error, ack)
    if isinstance(error, LateError):  # the database has enough to do: it is not asked who they are
        log.warning("refused, since it could not be begun in time")
        return await _answer_person(deps, inp, _guessed(deps, inp), _too_late(inp), ack)
    if isinstance(error, UserError | FormError):
        return await _answer_person(deps, inp, await _reader(deps, inp), error, ack)
    sorry = apology(deps, inp, error, may_be_done=may_be_done)
    reader, told = await asyncio.gather(_reader(deps, inp), sorry)
    return await _answer_person(deps, inp, reader, told, ack)


async def _answer_event(error: Exception, ack: AsyncAck) -> BoltResponse:
    """Nobody waits for an answer; what failed for no fault of theirs is sent again by Slack."""
    if isinstance(error, UserError):
        return await ack()
    log.error("an event failed and will be sent again", exc_info=error)
    return BoltResponse(status=500, body="")


async def _reader(deps: Deps, inp: Input) -> Reader:
    try:
        async with asyncio.timeout(PATIENCE), deps.reading(inp) as (_, reader):
            return reader
    except Exception:  # the database may be what failed; English is better than silence
        log.exception("no reader for an apology")
        return _guessed(deps, inp)


def _guessed(deps: Deps, inp: Input) -> Reader:
    """Who sent it, in the language that they had when this process last knew; else English."""
    return Reader(inp.user, "", "UTC", deps.texts.say(deps.locales.of(inp.user)))


def _too_late(inp: Input) -> UserError:
    told = UserError(
        "I have more to do at this moment than I can, and nothing was changed. Please send it again"
        " in a minute."
    )
    told.typed = f"{inp.body['command']} {inp.text}" if "command" in inp.body else ""
    return told


async def _answer_person(
    deps: Deps, inp: Input, reader: Reader, error: UserError | FormError, ack: AsyncAck
) -> BoltResponse:
    if inp.body.get("type") == "view_submission" and not isinstance(error, DoneError):
        return await ack(response_action="errors", errors=_fields(inp, reader.say, error))
    text = Mrkdwn(error.told(reader.say) if isinstance(error, UserError) else str(error))
    if "command" in inp.body:
        return await ack(**_said(reader.say, error, text))
    if inp.body.get("type") == "view_submission":  # the form has done what it is for
        return await ack(response_action="update", view=_notice(reader.say, text))
    try:
        await _show(deps, inp, reader.say, _said(reader.say, error, text))
    except (SlackError, UserError) as lost:
        log.warning("an answer goes by direct message: %s", lost)
        async with deps.sessions.workspace(inp.workspace) as session:
            await outbox.answer(session, inp, blocks.message(text))
    return await ack()


def _said(say: Say, error: UserError | FormError, text: Mrkdwn) -> blocks.Block:
    """What somebody is answered, with what they had typed where it is to be given back."""
    lost = error.typed if isinstance(error, UserError) else ""
    return not_done(say, text, lost) if lost else {"text": text}


async def _show(deps: Deps, inp: Input, say: Say, told: blocks.Block) -> None:
    if inp.response_url:
        answer = {"response_type": "ephemeral", "replace_original": False, **told}
        await deps.slack.respond(inp.response_url, answer)
        return
    show = deps.slack.open_view
    if inp.view is not None and inp.view.get("type") == "modal":
        show = deps.slack.push_view
    await show(inp.workspace, inp.trigger, _notice(say, told["text"]))


def _notice(say: Say, text: Mrkdwn) -> blocks.Block:
    return blocks.modal(NOTICE, NAME, [blocks.section(text)], close=say("Close"))


def _fields(inp: Input, say: Say, error: UserError | FormError) -> dict[str, str]:
    """Field errors; what is about no field stands by the first."""
    if isinstance(error, FormError):
        return {field: _plain(e.told(say)) for field, e in error.fields.items()}
    inputs = [
        str(b["block_id"]) for b in (inp.view or {}).get("blocks", ()) if b["type"] == "input"
    ]
    field = error.field if error.field and error.field in inputs else next(iter(inputs), "")
    return {field: _plain(error.told(say))}


def _plain(text: str) -> str:
    """Slack shows field errors as they are, without mrkdwn."""
    return plain(text).replace("`", "")
