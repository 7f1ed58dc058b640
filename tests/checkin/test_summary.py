"""The summary's thread: what people said, what is in the way, the good of these days."""

from datetime import timedelta

from handlers.blocker import flows as blockers
from handlers.blocker.rules import About
from handlers.checkin import jobs
from handlers.checkin.rules import away, cadence
from handlers.question import flows as questions
from handlers.question.rules import Kept
from handlers.quote import flows as quotes
from storage import schedule
from storage.checkin import Checkin, note_skipped
from storage.db import insert_once, new_id
from storage.kudos import Kudos, KudosRecipient
from storage.outbox import Outgoing
from storage.quote import Quote
from tests.checkin.saying import part, say_so, thread
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    change_team,
    reasons,
    record,
    set_person,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def asked(world: World) -> None:
    """A team that asks, and whose prompts are out."""
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)


async def add_quote(world: World, number: int, consent: str, moment: str = "delight") -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await insert_once(
            session,
            Quote,
            number=number,
            team_id="care",
            text=f"Quote {number} <!here>",
            customer="Acme & Sons",
            touchpoint="use",
            moment=moment,
            consent=consent,
            saved_by=ANNA,
            saved_at=world.clock.now(),
        )


async def test_the_thread_has_replies_blockers_thanks_and_what_customers_said(
    world: World,
) -> None:
    await asked(world)
    await say_so(world, BEN, {"moved": "Macros <!channel>\nfor all", "next": "Train two"})
    await say_so(world, ANNA, {"moved": "A calmer inbox"})
    for number, consent in ((1, "approved"), (2, "internal"), (3, "declined")):
        await add_quote(world, number, consent)
    await add_quote(world, 4, "approved", "pain")
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now = world.clock.now()
        await blockers.ask_for_help(
            session, ("care", DAY), BEN, {About(1): "No <spare> parts"}, now
        )
        thanks = new_id()
        given = {"giver_id": ANNA, "reason": "for the macros", "came_by": "command", "day": DAY}
        await insert_once(
            session, Kudos, id=thanks, team_id=None, kr_number=1, given_at=now, **given
        )
        await insert_once(session, KudosRecipient, kudos_id=thanks, member_id=BEN)
    await world.go_to(CLOSE_AT)

    told = " ".join(words(message) for message in thread(world))
    assert "*What a customer told us*" in told
    said = part(world, "What people said")
    assert "*What moved for customers?*\n• <@U0ANNA>: A calmer inbox" in said.replace(
        "• <@U0BEN>: Macros &lt;!channel&gt; for all\n", ""
    )
    assert "• <@U0BEN>: Macros &lt;!channel&gt; for all" in said
    assert "*What comes next?*\n• <@U0BEN>: Train two" in said
    assert "What is in the way?" not in said  # nobody replied to it
    assert "KR-1: No &lt;spare&gt; parts · <@U0BEN>, since" in part(world, "Still in the way")
    assert "<@U0ANNA> → <@U0BEN>: for the macros" in part(world, "Thank you")
    quotes = [words(m) for m in thread(world) if m.text.startswith("A customer said")]
    assert ["Acme &amp; Sons" in one for one in quotes] == [True, False]
    assert ["Q-1" in quotes[0], "Q-2" in quotes[1]] == [True, True]
    assert "&lt;!here&gt;" in quotes[0]
    assert part(world, "Promised and kept") == part(world, "How sure we are") == ""


@on_one_database
async def test_a_quote_in_the_thread_rests_for_that_week_and_goes_when_it_is_recalled(
    world: World,
) -> None:
    await asked(world)
    await add_quote(world, 1, "approved")
    await world.go_to(CLOSE_AT)
    assert [m.text for m in thread(world)] == ["A customer said: Quote 1 &lt;!here&gt;"]
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now = world.clock.now()
        assert await quotes.pick(["care"], now + timedelta(days=1)).read(session) == {}
        later = await quotes.pick(["care"], now + timedelta(days=3)).read(session)
        assert later["care"].number == 1
        reader = await world.bot.deps.reader(session, ANNA)
        await quotes.recall(session, 1, reader, now)
    await world.settle()
    assert thread(world) == []
    await tell_again(world)
    assert thread(world) == []


@on_one_database
async def test_the_next_summary_tells_what_was_promised_and_kept(world: World) -> None:
    await asked(world)
    for who in (ANNA, BEN, CHEN):
        await say_so(world, who, {"next": f"Promise of {who}"})
    await world.go_to(PROMPT_AT + timedelta(days=7))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        (ours,) = (await questions.promised_in(session, [("care", DAY)])).values()
        for one, kept in zip(ours, (Kept.YES, Kept.PARTLY, Kept.NO), strict=True):
            place = ((one.team_id, one.day), one.question_id)
            await questions.keep(session, one.member_id, {place: kept})
    await world.go_to(CLOSE_AT + timedelta(days=7))

    posts = [m for m in world.posted("care") if m.text.startswith("Care: check-in")]
    below = [words(m) for m in world.posted("care") if m.thread_ts == posts[-1].ts]
    (told,) = [text for text in below if "Promised and kept" in text]
    assert told.count("Promise of") == 2  # what was not kept is between them and their lead


@on_one_database
async def test_late_words_come_into_the_same_messages_and_only_what_is_new_is_edited(
    world: World,
) -> None:
    await asked(world)
    await record(world, ANNA, 1, 40)
    await say_so(world, BEN, {"moved": "In time"})
    await world.go_to(CLOSE_AT)
    before = [m.ts for m in world.posted("care")]
    await say_so(world, CHEN, {"moved": "Better late"})
    await world.settle()

    assert [m.ts for m in world.posted("care")] == before
    said = part(world, "What people said")
    assert "• <@U0BEN>: In time\n• <@U0CHEN>: Better late _(late)_" in said
    assert "3 of 3 answered" in words(world.posted("care")[0])
    sent = len(await edits(world))
    await tell_again(world)
    assert len(await edits(world)) == sent  # nothing is new

    await say_so(world, CHEN, {"moved": "Better said"})
    await say_so(world, BEN, {"moved": ""})
    await world.settle()
    assert "• <@U0CHEN>: Better said _(late)_" in part(world, "What people said")
    assert "In time" not in part(world, "What people said")
    await say_so(world, CHEN, {"moved": ""})
    await world.settle()
    assert "What stood here is not so any more" in words(thread(world)[0])


async def edits(world: World) -> list[Outgoing]:
    return [row for row in await all_of(world, Outgoing) if row.kind == "update"]


async def tell_again(world: World, kind: str = cadence.SUMMARY) -> None:
    """As whatever is new about a round has it planned, also by an older version of the bot."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now = world.clock.now()
        row = {"kind": kind, "team_id": "care", "day": DAY, "member_id": "", "wall_day": DAY}
        row |= {"wall_time": now.time(), "zone": "UTC", "due_at": now}
        await schedule.again(session, [row])
    await jobs.beat(world.bot.deps, world.clock.now())
    await world.settle()


@on_one_database
async def test_what_was_planned_before_there_was_one_post_changes_it_as_well(
    world: World,
) -> None:
    await asked(world)
    await world.go_to(CLOSE_AT)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        note = {"replied_at": world.clock.now(), "is_late": True}
        await insert_once(session, Checkin, team_id="care", day=DAY, member_id=BEN, **note)
    await tell_again(world, cadence.LATE_ANSWER)

    assert "1 of 3 answered" in words(world.posted("care")[0])
    assert thread(world) == []


async def test_who_is_away_or_leaves_a_round_out_is_counted_and_neither_named_nor_missed(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    for who in (ANNA, BEN):
        await set_person(world, who, away_until=CLOSE_AT + timedelta(days=1))
    await world.go_to(PROMPT_AT)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await note_skipped(session, {(("care", DAY), CHEN): away.SKIPPED})
    await world.go_to(CLOSE_AT)

    told = words(world.posted("care")[0])
    assert "2 away · 1 sat it out" in told
    assert "Nobody was there to answer this time, so nothing is missing" in told
    assert "without news" not in told
    assert ANNA not in told


async def test_a_team_without_anybody_has_no_post_and_a_reason(world: World) -> None:
    await add_team(world, (ANNA,), asks=True)
    await world.go_to(PROMPT_AT)
    await change_team(world, "care", members=())
    await world.go_to(CLOSE_AT)

    assert world.posted("care") == []
    assert await reasons(world, cadence.CLOSE) == {"": away.NOBODY}


async def test_a_channel_that_archived_is_told_to_the_lead_and_the_next_round_goes_on(
    world: World,
) -> None:
    await asked(world)
    world.place("care").archived = True
    before = len(world.person("anna").dms())
    await world.go_to(CLOSE_AT)
    assert len(world.person("anna").dms()) > before
    world.place("care").archived = False
    await world.go_to(CLOSE_AT + timedelta(days=7))

    assert "check-in of Wed, 25 Nov" in words(
        next(m for m in world.posted("care") if "check-in" in m.text)
    )
