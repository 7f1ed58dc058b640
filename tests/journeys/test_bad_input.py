"""Bad input, one test each: a clear answer in the person's language, and nothing else changes."""

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.faults import Fault
from bot.sandbox.wire import signature
from handlers.okr.views import note_id, value_id
from storage.kudos import Kudos
from storage.okr import Update
from tests.checkin.stage import all_of
from tests.journeys.stage import answered, company, nothing_changes, says, typed
from tests.world import HOME, World

PEOPLE = ("ben", "chen", "dai")  # English, 简体, 繁體
FORM = "application/x-www-form-urlencoded"
THANKS = "for staying with the customer until it worked"


async def test_an_unknown_verb(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        async with nothing_changes(world):
            reply = await typed(world, who, "/okr updat KR-1 45")
        sentence = (
            "“{typed}” is not a command. Did you mean `/okr {nearest}`? `/okr help` lists all that"
            " you can type."
        )
        assert answered(world, who, reply, sentence, typed="updat", nearest="update KR-1 45")
        reply = await typed(world, who, "/okr hello")
        sentence = "“{typed}” is not a command. `/okr help` lists all that you can type."
        assert answered(world, who, reply, sentence, typed="hello")
        assert len(reply.blocks) == 1


async def test_a_kr_that_does_not_exist_or_is_another_workspaces(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        sentence = (
            "There is no open key result {number} here. Type `/okr` to see those of your team, or"
            " part of its title instead of the number."
        )
        async with nothing_changes(world):
            for number in ("KR-77", "KR-9", "KR-999999999999"):
                for verb in ("show", "update"):
                    reply = await typed(world, who, f"/okr {verb} {number}")
                    assert answered(world, who, reply, sentence, number=number)
                reply = await typed(world, who, f"/okr update {number} 45 mine")
                assert answered(world, who, reply, sentence, number=number)


async def test_text_for_a_number(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        kr = {"ben": 1, "chen": 2, "dai": 3}[who]
        sentence = "“{text}” is not a number. Write it like 45 or 45.5."
        person = world.person(who)
        async with nothing_changes(world):
            for text in ("fast", "NaN", "Infinity", "--5", "1,2,3"):
                reply = await typed(world, who, f"/okr update KR-{kr} {text}")
                assert answered(world, who, reply, sentence, text=text), reply.text
            form = (await typed(world, who, f"/okr update KR-{kr}")).view
            assert form is not None
            outcome = await person.submit(form, {value_id(kr): "fast"})
            assert outcome.errors == {value_id(kr): says(world, who)(sentence, text="fast")}


async def test_a_start_that_is_its_target(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        sentence = "It starts at its target: {value}. Type the number that you want to reach."
        async with nothing_changes(world):
            form = (await typed(world, who, "/okr new")).view
            assert form is not None
            filled = {"okr.objective": "Delight", "1.title": "A", "1.start": "5", "1.target": "5.0"}
            outcome = await world.person(who).submit(form, filled)
            assert list(outcome.errors) == ["1.target"]
            assert outcome.errors["1.target"] == says(world, who)(sentence, value=Decimal(5))


async def test_a_mention_of_nobody(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        sentence = (
            "Whom do you want to thank, and what for? Type it like this: `/kudos @ben for staying"
            " with the customer until it worked`. Pick the name from the list that opens when you"
            " type @."
        )
        async with nothing_changes(world):
            for line in (f"/kudos @nobody {THANKS}", f"/kudos {THANKS}", "/kudos"):
                assert answered(world, who, await typed(world, who, line), sentence)


async def test_kudos_to_oneself(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        sentence = (
            "Kudos are for others, so I gave none. If somebody helped you, thank them: name"
            " only them and send it again."
        )
        async with nothing_changes(world):
            for line in (f"/kudos @{who} {THANKS}", f"/kudos @eve @{who} {THANKS}"):
                assert answered(world, who, await typed(world, who, line), sentence)


async def test_a_channel_ping_in_a_quote_reaches_nobody(world: World) -> None:
    """The quote is kept as it was said, and whoever reads it reads text."""
    await company(world)
    ben = world.person("ben")
    form = (await typed(world, "ben", "/quote tell <!channel> and @here now")).view
    assert form is not None
    assert (await ben.submit(form, {"quote.touchpoint": "get help"})).kind == "closed"
    await world.go_to(world.moment("Mon 15:00"))
    (post,) = [m for m in world.posted("care") if "now" in str(m.blocks)]
    shown = post.text + str(post.blocks)
    assert "<!" not in shown
    assert "&lt;!channel&gt;" in shown
    assert world.posted("nextdoor") == []


async def test_a_note_of_4000_characters(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        kr = {"ben": 1, "chen": 2, "dai": 3}[who]
        sentence = (
            "Your note is {n} characters long; {most} fit. Nothing was recorded: please shorten it"
            " and send it again."
        )
        note = "n" * 4000
        async with nothing_changes(world):
            reply = await typed(world, who, f"/okr update KR-{kr} 45 {note}")
            assert answered(world, who, reply, sentence, n=4000, most=3000)
            assert str(reply.blocks).count("n") > 4000  # it is given back
            form = (await typed(world, who, f"/okr update KR-{kr}")).view
            assert form is not None
            outcome = await world.person(who).submit(form, {value_id(kr): "45", note_id(kr): note})
            assert outcome.kind == "refused"  # by Slack's own client, which knows the field's limit
            assert list(outcome.errors) == [note_id(kr)]


async def test_an_expired_trigger(world: World) -> None:
    await company(world)
    for who in PEOPLE:
        sentence = (
            "Slack waited too long for me to open the form. Please try once more; nothing was"
            " changed."
        )
        lines = ("/okr update", "/okr new", "/quote Lovely", "/okr checkin")
        await world.go_to(world.moment("Wed 18:00", "Europe/Berlin"))
        async with nothing_changes(world):
            for line in lines:
                world.sandbox.faults.add(Fault("error", "views.open", error="expired_trigger_id"))
                reply = await typed(world, who, line)
                assert answered(world, who, reply, sentence), line
                assert reply.view is None


async def test_a_double_click(world: World) -> None:
    """Of a button that changes something: one effect, one answer, one summary line."""
    await company(world)
    await world.go_to(world.moment("Wed 10:00", "America/New_York"))
    ben = world.person("ben")
    (card,) = [m for m in ben.dms() if m.bot_id]
    made = len(await all_of(world, Update))
    await asyncio.gather(*(ben.click(card, "checkin.no_change") for _ in range(3)))
    await world.settle()
    assert len(await all_of(world, Update)) == made + 1
    async with nothing_changes(world):
        await typed(world, "ben", "/okr update KR-1 50")
    assert len([m for m in ben.dms() if m.bot_id]) == 1


async def test_the_same_event_three_times(world: World) -> None:
    await company(world)
    anna, ben = world.person("anna"), world.person("ben")
    said = await ben.say(world.channel("care"), "I stayed with the customer until it worked")
    for _ in range(2):
        world.sandbox.faults.add(Fault("duplicate", "reaction_added"))
    world.sandbox.faults.add(Fault("cut_after", "reaction_added"))  # Slack sends it once more
    await anna.react(said.channel, said.ts, "raised_hands")
    await world.settle()
    assert len(await all_of(world, Kudos)) == 1
    assert len([m for m in ben.dms() if m.bot_id]) == 1


def order(world: World, text: str) -> bytes:
    fields = {
        "command": "/okr",
        "text": text,
        "team_id": HOME,
        "user_id": "U0BEN",
        "channel_id": world.channel("care"),
        "trigger_id": "t1",
    }
    return urlencode(fields).encode()


async def post(world: World, body: bytes, stamp: str, sign: str, kind: str = FORM) -> int:
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign}
    url = world.sandbox.world.app.request_url or ""
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_an_unsigned_or_replayed_request(world: World) -> None:
    await company(world)
    secret = world.sandbox.world.app.signing_secret
    body, now = order(world, "update KR-1 45"), world.clock.now()
    async with nothing_changes(world):
        for age in (timedelta(seconds=301), timedelta(seconds=-301)):
            stamp = str(int((now - age).timestamp()))
            assert await post(world, body, stamp, signature(secret, stamp, body)) == 401
        stamp = str(int(now.timestamp()))
        other = signature(secret, stamp, order(world, "update KR-1 44"))
        for sign in ("", "v0=", other, signature("guess", stamp, body)):
            assert await post(world, body, stamp, sign) == 401
    assert await post(world, body, stamp, signature(secret, stamp, body)) == 200
    async with nothing_changes(world):  # the very same again, in time: it has had its effect
        assert await post(world, body, stamp, signature(secret, stamp, body)) == 200


async def test_a_body_that_is_not_what_it_says(world: World) -> None:
    await company(world)
    secret, stamp = world.sandbox.world.app.signing_secret, str(int(world.clock.now().timestamp()))
    bodies: list[tuple[str, bytes]] = [
        ("application/json", order(world, "update KR-1 45")),
        (FORM, json.dumps(event()).encode()),
        ("application/json", b"\xff{}"),
        ("text/plain", b"hello"),
        (FORM, b"payload=" + b"[" * 10_000),
    ]
    async with nothing_changes(world):
        for kind, body in bodies:
            sign = signature(secret, stamp, body)
            assert await post(world, body, stamp, sign, kind) == 400, (kind, body[:40])


def event() -> dict[str, Any]:
    return {"type": "event_callback", "team_id": HOME, "event_id": "Ev1", "event": {"type": "x"}}
