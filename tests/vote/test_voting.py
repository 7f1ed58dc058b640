"""A vote from the card to the summary's thread, and that nobody can tell who voted how."""

import ast
from datetime import timedelta
from pathlib import Path

from handlers.vote import flows, views
from storage.vote import Vote
from tests.checkin.saying import part
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAI,
    DAY,
    EVE,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    change_team,
    record,
    words,
)
from tests.journeys.stage import tapped
from tests.trust.deep import on_one_database
from tests.world import HOME, World

ROOT = Path(__file__).parents[2]
EVERYONE = (ANNA, BEN, CHEN, DAI, EVE)
FOUR = (ANNA, BEN, DAI, "U0GUS")


async def prompted(world: World) -> None:
    await add_team(world, EVERYONE)
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30, title="Close <at> first contact")
    await world.go_to(PROMPT_AT)


async def cast(world: World, who: str, scores: dict[int, int | None]) -> list[int]:
    """As the form does it; the KRs whose votes came too late."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        return await flows.cast(session, who, scores, world.clock.now())


async def test_votes_go_from_the_card_into_the_thread_and_reasons_follow_without_a_name(
    world: World,
) -> None:
    await prompted(world)
    anna, (card,) = world.person("anna"), cards(world, "anna")
    assert "Vote: how sure are we? (2 key results)" in words(card)
    await anna.click(card, views.OPEN)
    assert anna.modal is not None
    await anna.submit(anna.modal, {"score.1": "8", "score.2": "9"})
    assert "*Your votes are counted*\\n*KR-1*: 8\\n*KR-2*: 9\\n" in str(anna.modal)
    await anna.click(card, views.OPEN)
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': '8'" in str(anna.modal)
    for who, score in ((BEN, 8), (CHEN, 9), (DAI, 2)):
        await cast(world, who, {1: score})
    await cast(world, BEN, {2: 9})
    await cast(world, CHEN, {2: 1})
    await world.go_to(CLOSE_AT)

    told = part(world, "How sure we are")
    assert "*KR-1* Answer within hours\n`▁▁▅▁▁▁▁▁█▅▁` *6.8 of 10*, give or take 2.8" in told
    assert "from 2 to 9 · 4 votes: you see it very differently, so talk about it" in told
    assert "KR-2" not in told  # three have voted
    asked = cards(world, "dai")[-1]
    assert "KR-1" in words(asked)
    assert "KR-2" not in words(asked)
    for name in ("anna", "ben", "chen"):
        assert not any("vote.why" in str(m.blocks) for m in cards(world, name))

    dai = world.person("dai")
    await dai.click(asked, views.WHY)
    assert dai.modal is not None
    await dai.submit(dai.modal, {"reason.1": "Two <people>\nleave"})
    await world.settle()
    told = part(world, "How sure we are")
    assert "&gt; One voted" not in told
    assert "> One voted 2: Two &lt;people&gt; leave" in told
    assert DAI not in told
    assert "without your name" not in told


async def test_the_button_of_an_earlier_card_does_not_open_the_vote_of_this_week(
    world: World,
) -> None:
    await prompted(world)
    anna, (old,) = world.person("anna"), cards(world, "anna")
    await world.go_to(PROMPT_AT + timedelta(days=7))
    await anna.click(old, views.OPEN)
    assert anna.modal is None
    assert "This round is closed, and its votes are counted." in words(old)
    assert views.OPEN not in str(old.blocks)
    await anna.click(cards(world, "anna")[-1], views.OPEN)
    assert "score.1" in str(anna.modal)


async def test_a_card_of_an_older_release_whose_button_names_no_round_opens_the_vote(
    world: World,
) -> None:
    await prompted(world)
    answer = await tapped(world, "anna", views.OPEN, None)
    assert answer.ok
    assert world.person("anna").modal is not None


async def test_once_the_round_is_closed_its_card_goes_without_votes(world: World) -> None:
    """Also without what could be edited, as it is drawn as it stands; only who taps changes it."""
    await prompted(world)
    await add_kr(world, 3, BEN, value=45)
    anna = world.person("anna")
    for number in (1, 2):
        await record(world, ANNA, number, 40)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    card, sent = cards(world, "anna")[0], len(cards(world, "anna"))
    assert views.OPEN in str(card.blocks)
    await anna.click(card, views.OPEN)
    assert anna.modal is None
    assert "actions" not in str(card.blocks)
    assert "The round is closed: `/okr update`" in words(card)
    assert len(cards(world, "anna")) == sent


async def test_a_vote_can_be_changed_and_taken_back_until_the_close_and_not_after(
    world: World,
) -> None:
    await prompted(world)
    assert await cast(world, BEN, {1: 3, 2: 4, 99: 5}) == [99]
    assert await cast(world, BEN, {1: 7, 2: None}) == []
    assert [(v.kr_number, v.score) for v in await all_of(world, Vote)] == [(1, 7)]
    await world.go_to(CLOSE_AT)
    assert await cast(world, BEN, {1: 0}) == [1]
    assert [v.score for v in await all_of(world, Vote)] == [7]
    assert part(world, "How sure we are") == ""


@on_one_database
async def test_who_is_in_several_teams_reads_whose_each_key_result_is(world: World) -> None:
    await prompted(world)
    await add_team(world, (EVE,), id_="product", channel="product")
    asked = {}
    for name in ("anna", "eve"):
        person = world.person(name)
        await person.command("/okr vote", world.channel("care"))
        asked[name] = str(person.modal)

    assert "'text': 'Care: KR-1 Answer within hours'" in asked["eve"]
    assert "'text': 'KR-1 Answer within hours'" in asked["anna"]


async def test_only_contributors_vote_and_only_in_teams_that_do(world: World) -> None:
    await add_team(world, FOUR)
    await add_kr(world, 1, CHEN, value=45)  # who is not in the team
    await world.go_to(PROMPT_AT)
    assert await cast(world, CHEN, {1: 5}) == []
    assert await cast(world, EVE, {1: 5}) == [1]
    await change_team(world, "care", votes=False)
    assert await cast(world, BEN, {1: 5}) == [1]
    assert [v.member_id for v in await all_of(world, Vote)] == [CHEN]


async def test_a_team_of_whose_votes_nothing_would_be_shown_is_not_asked(world: World) -> None:
    await add_team(world, FOUR[:3])
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=7))
    assert "Vote" not in words(cards(world, "ben")[-1])
    assert await cast(world, BEN, {1: 5}) == [1]
    await change_team(world, "care", members=FOUR)
    assert await cast(world, BEN, {1: 5}) == []


@on_one_database
async def test_a_reason_is_taken_only_from_who_was_asked(world: World) -> None:
    await prompted(world)
    for who, score in zip(EVERYONE, (8, 8, 9, 2, 8), strict=True):
        await cast(world, who, {1: score})
    await world.go_to(CLOSE_AT)
    key, now = ("care", DAY), world.clock.now()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        assert not await flows.explain(session, key, ANNA, {1: "because"}, now)
        assert await flows.explain(session, key, DAI, {1: "because"}, now)
        assert not await flows.explain(session, key, DAI, {1: "because"}, now)  # twice
    assert {v.member_id: v.reason for v in await all_of(world, Vote) if v.reason} == {
        DAI: "because"
    }


def test_nothing_but_the_vote_itself_reads_votes() -> None:
    """Exports, `/okr why`, the lead's view and whatever comes cannot tell who voted how."""
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "handlers", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if _imports(path, "storage.vote")
    }
    # The second one asks whether anything was said in a round, and by nobody in particular.
    known = {"handlers/vote/flows.py", "storage/checkin_answering.py", "storage/tables.py"}
    assert readers == known


def _imports(path: Path, module: str) -> bool:
    package, _, name = module.rpartition(".")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            named = {one.name for one in node.names}
            if node.module == module or (node.module == package and name in named):
                return True
        elif isinstance(node, ast.Import) and any(one.name == module for one in node.names):
            return True
    return False
