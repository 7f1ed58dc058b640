"""Digests in the simulated Slack: on time, once, with a quote and a chart, or not at all."""

from datetime import date, time, timedelta

import pytest

from bot.sandbox.model import Message
from handlers.digest.rules import due
from handlers.quote import flows as quotes
from handlers.quote.rules import Consent, Draft, Moment, Touchpoint
from handlers.schedule import rules as schedule
from storage.digest import Digest
from storage.quote import QuotePost
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    add_kr,
    add_team,
    all_of,
    change_team,
    occurrences,
    record,
    words,
)
from tests.world import HOME, World

FRIDAY = date(2026, 11, 20)
THREE = schedule.moment(FRIDAY, time(15), BERLIN)


def digests(world: World, channel: str = "care") -> list[Message]:
    """What was posted under the heading of a week."""
    return [
        m
        for m in world.posted(channel)
        if m.thread_ts is None and m.blocks and m.blocks[0]["type"] == "header" and " – " in m.text
    ]


async def add_quote(
    world: World, text: str, consent: Consent, moment: Moment = Moment.DELIGHT
) -> int:
    draft = Draft(
        team_id="care",
        text=text,
        customer="Acme",
        touchpoint=Touchpoint.GET_HELP,
        moment=moment,
        consent=consent,
        kr_number=None,
        source_channel=None,
        source_ts=None,
    )
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as session:
        saved = await quotes.save(session, draft, await deps.reader(session, ANNA), now)
        return saved.number


async def test_friday_at_three_tells_the_week(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    await world.go_to(THREE - timedelta(minutes=1))
    await add_quote(world, "They answered before I hung up.", Consent.INTERNAL)
    await record(world, ANNA, 1, 36, note="new rota")
    assert digests(world) == []
    await world.go_to(THREE)
    (post,) = digests(world)
    assert post.sent_at - THREE < timedelta(seconds=10)
    assert "50 h → 36 h (-14 h)" in words(post)
    quote = next(m for m in world.posted("care") if "before I hung up" in words(m))
    assert quote.ts > post.ts
    assert "Acme" not in words(quote)  # nobody has approved the name
    (kept,) = await all_of(world, Digest)
    assert kept.figures["moved"] == [{"kr": 1, "before": "50", "after": "36", "updates": 1}]
    assert [q.outgoing_key for q in await all_of(world, QuotePost)] == [
        f"{kept.outgoing_key}:quote"
    ]


async def test_the_chart_is_in_its_thread_and_says_the_same_in_words(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=60)
    await world.go_to(THREE - timedelta(days=1))
    await record(world, ANNA, 1, 36)
    await world.go_to(THREE)
    (post,) = digests(world)
    (picture,) = (m for m in world.posted("care") if m.files)
    assert picture.thread_ts == post.ts
    file = world.home.files[picture.files[0]]
    assert file.content.startswith(b"\x89PNG")
    assert file.alt_text.startswith("Care: progress of key results. 1 Oct to 20 Nov;")
    assert "KR-1 Answer within hours: 0 % to 50 %, on track." in file.alt_text


async def test_without_any_value_there_is_no_chart(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA)
    await world.go_to(THREE)
    assert len(digests(world)) == 1
    assert not [m for m in world.posted("care") if m.files]
    (row,) = await occurrences(world, due.CHART)
    assert row.reason == "nothing to draw, or no way to"


async def test_a_quote_posted_on_monday_is_not_repeated_on_friday(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)  # else the round has no thread
    await add_quote(world, "They answered before I hung up.", Consent.INTERNAL)
    await world.go_to(THREE)
    assert len([m for m in world.posted("care") if "before I hung up" in words(m)]) == 1
    assert (await all_of(world, Digest))[0].figures["quote"] is None


async def test_beside_the_digest_stands_no_quote_of_the_rounds_thread(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    await world.go_to(THREE - timedelta(days=1))
    pain = await add_quote(world, "I waited an hour.", Consent.INTERNAL, Moment.PAIN)
    await add_quote(world, "They answered before I hung up.", Consent.INTERNAL)
    await world.go_to(THREE)
    (aside,) = (m for m in world.posted("care") if "before I hung up" in words(m))
    assert aside.thread_ts
    assert (await all_of(world, Digest))[0].figures["quote"] == pain


async def test_every_week_has_one_and_it_begins_where_the_last_ended(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await world.go_to(THREE + timedelta(weeks=2, hours=1))
    kept = await all_of(world, Digest)
    assert [d.day for d in kept] == [FRIDAY + timedelta(weeks=n) for n in range(3)]
    assert [d.since for d in kept[1:]] == [d.until for d in kept[:-1]]


@pytest.mark.parametrize(
    ("down_for", "posted"),
    [(timedelta(days=2), 1), (timedelta(days=3, minutes=-1), 1), (timedelta(days=3, hours=1), 0)],
)
async def test_a_missed_digest_is_posted_within_three_days(
    world: World, down_for: timedelta, posted: int
) -> None:
    await add_team(world, (ANNA, BEN))
    await world.settle()
    world.clock.move_to(THREE + down_for)
    await world.settle()
    assert len(digests(world)) == posted
    (row,) = [r for r in await occurrences(world, due.POST) if r.day == FRIDAY]
    assert row.reason == (None if posted else "more than 3 days late")
    ahead = [r.day for r in await occurrences(world, due.POST) if r.state == "due"]
    assert ahead[0] == FRIDAY + timedelta(weeks=1)
    if posted:
        assert "This digest is late: it was due Fri, 20 Nov, 3:00" in words(digests(world)[0])


async def test_a_change_of_time_moves_the_digest_and_doubles_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await change_team(world, "care", digest_weekday=3, digest_time=time(9))
    thursday = schedule.moment(FRIDAY - timedelta(days=1), time(9), BERLIN)
    await world.go_to(thursday)
    assert len(digests(world)) == 1
    await change_team(world, "care", digest_weekday=4, digest_time=time(15))
    await world.go_to(THREE + timedelta(days=1))
    assert len(digests(world)) == 1
    await world.go_to(THREE + timedelta(weeks=1))
    assert len(digests(world)) == 2


async def test_saving_the_team_again_changes_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    before = [(r.day, r.due_at) for r in await occurrences(world, due.POST)]
    await change_team(world, "care")
    assert [(r.day, r.due_at) for r in await occurrences(world, due.POST)] == before


async def test_the_channel_reads_its_own_language_and_zone(world: World) -> None:
    await add_team(world, (CHEN,), channel="product", zone="Asia/Shanghai", language="zh-CN")
    at = schedule.moment(FRIDAY, time(15), "Asia/Shanghai")
    await world.go_to(at)
    (post,) = (m for m in world.posted("product") if m.blocks[0]["type"] == "header")
    assert post.sent_at - at < timedelta(seconds=10)
    assert "11月14日 – 11月20日" in words(post)


async def test_where_the_bot_is_not_a_lead_is_told(world: World) -> None:
    world.place("far").kind = "private"
    await add_team(world, (ANNA, BEN), channel="far")
    await world.go_to(THREE)
    assert any("/invite" in words(m) for m in world.person("anna").dms())


async def test_the_neighbour_hears_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await world.go_to(THREE)
    assert world.posted("nextdoor") == []


async def test_the_preview_is_for_me_alone_and_changes_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    await add_quote(world, "They answered before I hung up.", Consent.APPROVED)
    await record(world, ANNA, 1, 36)
    await world.settle()
    posted = len(world.posted("care"))
    reply = await world.person("ben").command("/okr digest", world.channel("care"))
    assert reply.ok, reply.detail
    shown = str(reply.blocks)
    assert "50 h → 36 h (-14 h)" in shown
    assert "They answered before I hung up." in shown
    assert "Acme" in shown
    assert "Only you see this" in shown
    assert "Fri, 20 Nov" in shown
    await world.settle()
    assert len(world.posted("care")) == posted
    assert await all_of(world, Digest) == []
    assert await all_of(world, QuotePost) == []


async def test_the_preview_has_no_thread_to_answer_in(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=60)
    await record(world, ANNA, 1, 59)  # off track by now
    reply = await world.person("ben").command("/okr digest", world.channel("care"))
    assert "Once this is posted, answer in its thread." in str(reply.blocks)
    await world.go_to(THREE)
    (post,) = digests(world)
    assert "Answer in this thread." in words(post)


async def test_who_is_in_no_team_hears_how_to_begin(world: World) -> None:
    reply = await world.person("eve").command("/okr digest", world.channel("care"))
    assert "/okr team" in reply.text


async def test_metrics_reach_the_digest(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    care = world.channel("care")
    for line in ("/okr metric nps 62 21 17", "/okr metric first-response 3.5 h"):
        assert (await world.person("ben").command(line, care)).ok
        world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    await world.go_to(THREE)
    (post,) = digests(world)
    assert "*NPS*  45 ± 15 (100 answers) · first reading" in words(post)
    assert "*First response*  3.5 h · first reading" in words(post)
