"""`/okr list` and `/okr mine`: what is asked for, in the simulated Slack."""

import re
from datetime import time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.hands.reply import Reply
from handlers.okr import flows
from handlers.okr.rules import Status
from handlers.okr.rules.life import Level
from handlers.okr.rules.listing import LONGEST, Filter, packed, unpacked
from handlers.okr.rules.paging import page_of, part_of
from handlers.schedule.rules import moment
from tests.okr.forest import Q4, plant, share
from tests.okr.stage import ANNA, BEN, CHEN, EVE, add_team, reader, words
from tests.test_statements import counted
from tests.trust.deep import on_one_database
from tests.world import HOME, World

D = Decimal
KR = re.compile(r"^\*KR-(\d+)\* ", re.MULTILINE)


async def typed(world: World, line: str, who: str = "ben") -> Reply:
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply


def listed(reply: Reply) -> list[int]:
    return [int(number) for number in KR.findall(words(reply.blocks))]


@pytest.fixture
async def company(care: World) -> World:
    """Two teams in the middle of a cycle; KR-1 off track, KR-2 at risk, KR-3 on track, …"""
    now = care.clock.now()
    since = moment(Q4[1], time(0), "UTC")
    middle = int((now - since) / timedelta(days=92) * 100)  # % of the way, were it even
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Product", care.channel("product"), [ANNA, CHEN], zone="UTC")
        await add_team(session, "Team Blue", "C0BLUE", [EVE], zone="UTC")
        krs = {1: "First response time", 2: "First contact resolution", 3: "CSAT"}
        await plant(session, 1, "Answer fast", krs=krs, since=since)
        theirs = {4: "Activation"}
        await plant(session, 2, "Begin well", team="Product", owner=CHEN, krs=theirs, since=since)
        await plant(session, 3, "Be loved", level="company", owner=ANNA, krs={5: "NPS"})
        own = {6: "Courses"}
        await plant(session, 4, "Learn", level="personal", owner=EVE, krs=own)
        await share(session, 4, "Care")
        for kr, behind in ((1, 40), (2, 15), (3, -5), (4, 0)):
            who = reader(CHEN if kr == 4 else BEN)
            await flows.record(
                session, who, kr, D(middle - behind), now, note=f"Why KR-{kr} is there"
            )
    return care


ASKED = {
    "": [1, 2, 3, 4, 5, 6],
    "all": [1, 2, 3, 5, 6, 4],
    "at risk": [2],
    "at rsik": [2],
    "off track": [1],
    "off track at risk": [1, 2],
    "at-risk ben": [2],
    "有风险": [2],
    "有風險": [2],
    "团队落后的": [1],
    "no update": [5, 6],
    "company": [5],
    "公司": [5],
    "persnal": [6],
    "Product": [4],
    "prodct on track": [4],
    "care": [1, 2, 3, 5, 6, 4],  # KR-4 is shared
    "#product": [4],
    "@chen": [4],
    "mine": [1, 2, 3],
    "my team at risk": [2],
    "first": [1, 2],
    "frist contct": [2],
    "answer fast": [1, 2, 3],
    "care first": [1, 2],
    "O-2": [4],
    "chen": [],
    "陈晓": [4],
    "xyzzy": [],
    "caer": [1, 2, 3, 5, 6, 4],  # Care, though a title may be like it
    "prod": [4],
    "at risk caer": [2],
}


async def test_a_list_is_asked_for_in_any_words(company: World) -> None:
    seen = {line: sorted(listed(await typed(company, f"/okr list {line}"))) for line in ASKED}

    assert seen == {line: sorted(numbers) for line, numbers in ASKED.items()}
    overview = words((await typed(company, "/okr")).blocks)
    async with company.bot.deps.sessions.workspace(HOME, reading=True) as session:
        asked_for = await flows.key_results(session, company.clock.now(), team_ids=["Care"])
    assert "Activation" in overview  # of Product, and shared with Ben's team
    assert 4 not in {kr.number for kr in asked_for}  # a round asks for it where it lives


async def test_a_list_says_what_it_was_asked_for_and_how_many_there_are(company: World) -> None:
    everything = await typed(company, "/okr list")
    some = await typed(company, "/okr list my team at risk @ben first")
    shared = await typed(company, "/okr list product")
    nothing = await typed(company, "/okr list product at risk")
    blue = await typed(company, "/okr list team blue")
    overdue = await typed(company, "/okr list overdue")
    unknown = await typed(company, "/okr list xyzzy")
    elsewhere = await typed(company, "/okr list #far")

    assert everything.text == "6 key results · of everybody"
    assert some.text == "1 key result · at risk · Care · yours · “first”"
    assert "shared with Care" in words(shared.blocks)
    assert nothing.text == "No key result · at risk · Product"
    assert blue.text == "No key result · Team Blue"
    assert overdue.text == "No key result · outdated"
    assert "Nothing is in that state: good." in words(nothing.blocks)
    assert "Try fewer words" in words(unknown.blocks)
    assert "No team has its home in that channel" in elsewhere.text


@pytest.mark.parametrize(
    ("who", "told", "worse"),
    [
        ("ben", "Nothing is in that state, but something else needs help.", "1 off track"),
        ("chen", "没有处于这个状态的，但有别的需要帮助。", "1 偏离"),
        ("dai", "沒有處於這個狀態的，但有別的需要協助。", "1 落後"),
    ],
)
@on_one_database
async def test_what_is_worse_is_no_good_news(
    company: World, who: str, told: str, worse: str
) -> None:
    seen = words((await typed(company, "/okr list overdue", who)).blocks)
    assert told in seen
    assert worse in seen


async def test_what_is_at_risk_reads_like_a_to_do(company: World) -> None:
    async with company.bot.deps.sessions.workspace(HOME) as session:
        for days, value in ((30, 10), (20, 20), (10, 30)):
            before = company.clock.now() - timedelta(days=days)
            who, day = reader(BEN), before.date()
            await flows.record(session, who, 2, D(value), before, note="early", day=day)
    seen = await typed(company, "/okr list at risk")
    text = words(seen.blocks)
    assert seen.message is not None
    worse = await company.person("ben").click(seen.message, "okr.list_only.off_track")

    assert f"*KR-2* First contact resolution · <@{BEN}>" in text
    assert "of the way is done and" in text
    assert f"“Why KR-2 is there” – <@{BEN}>, 16 Nov" in text
    assert "At this pace" in text
    assert "🔴 1 off track" in text
    assert listed(worse) == [1]


async def test_mine_has_a_button_to_update_each(company: World) -> None:
    seen = await typed(company, "/okr mine")
    nobody = await typed(company, "/okr mine", "dai")
    buttons = [b["accessory"]["action_id"] for b in seen.blocks if b.get("accessory")]

    assert seen.text == "3 key results · yours"
    assert listed(seen) == [1, 2, 3]
    assert buttons == ["okr.update"] * 3
    assert "你沒有" in nobody.text


async def test_pages_turn_in_place_and_a_stale_one_is_answered(company: World) -> None:
    async with company.bot.deps.sessions.workspace(HOME) as session:
        await plant(session, 9, "Many", krs={n: f"Measure {n}" for n in range(100, 123)})
    ben, first = company.person("ben"), await typed(company, "/okr list measure")
    assert first.message is not None
    one = listed(first)
    second = await ben.click(first.message, "okr.list_next")
    assert "11 to 20 of 23" in words(second.blocks)
    assert second.message is not None
    two = listed(second)
    third = await ben.click(second.message, "okr.list_next")
    assert third.message is not None
    three = listed(third)
    back = listed(await ben.click(third.message, "okr.list_before"))

    assert [*one, *two, *three] == list(range(100, 123))
    assert back == two
    assert max(len(seen.blocks) for seen in (first, second, third)) <= 50


async def test_a_list_takes_as_many_statements_for_fifty_krs_as_for_five(company: World) -> None:
    with counted(company) as few:
        await typed(company, "/okr list no update")
    async with company.bot.deps.sessions.workspace(HOME) as session:
        for n in range(100, 145):
            await plant(session, n, f"More {n}", krs={n: f"KR {n}"})
    with counted(company) as many:
        seen = await typed(company, "/okr list no update")

    assert seen.text == "47 key results · no update yet"
    assert len(few) == len(many) == 6


filters = st.builds(
    Filter,
    statuses=st.frozensets(st.sampled_from(Status)),
    levels=st.frozensets(st.sampled_from(Level)),
    team_ids=st.none() | st.lists(st.text("abc", min_size=1), max_size=3).map(tuple),
    owner_id=st.none() | st.just(ANNA),
    words=st.text('a答 🎉"', max_size=LONGEST),
)


@given(filters, st.integers(0, 1000))
def test_a_button_carries_its_filter_and_page_within_what_slack_takes(
    asked: Filter, first: int
) -> None:
    assert unpacked(packed(asked, first)) == (asked, first)
    assert len(packed(asked, first)) <= 2000


@pytest.mark.parametrize("value", ["", "10", "[]", "null", "[0,1,2]", "[0,1,2,3,4,5]", "{}"])
def test_a_button_that_nobody_understands_lists_all(value: str) -> None:
    assert unpacked(value) == (Filter(), 0)


@given(st.integers(0, 200), st.integers(1, 30), st.integers(-5, 300))
def test_pages_hold_everything_once_wherever_one_begins(count: int, size: int, stale: int) -> None:
    things = list(range(count))
    seen: list[int] = []
    first: int | None = 0
    while first is not None:
        page = page_of(things, first, size)
        assert page == part_of(things[: first + size], first, size, count)
        seen += page.items
        first = page.after

    assert seen == things
    assert bool(page_of(things, stale, size).items) == bool(things)
