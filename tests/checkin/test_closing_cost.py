"""What closing a round costs, and telling of it again: the same for 3 people as for 300."""

from datetime import timedelta

from handlers.checkin import flows
from handlers.question import flows as questions
from storage import checkin as rounds
from storage import team as teams
from storage import vote as votes
from storage.checkin import Round
from tests.checkin.stage import DAY, add_kr, add_team
from tests.checkin.test_statements import counted, people
from tests.world import HOME, World


async def test_a_close_and_a_report_cost_the_same_for_3_people_as_for_300(world: World) -> None:
    costs = []
    for team, count in (("care", 3), ("product", 300)):
        members = people(count)
        await add_team(world, members, id_=team, channel=team, asks=True)
        for number in (count * 100, count * 100 + 1):
            await add_kr(world, number, members[0], team=team, value=45)
        await said(world, team, members)
        costs.append(await closing(world, team, count))
    assert costs[0] == costs[1]


async def said(world: World, team: str, members: tuple[str, ...]) -> None:
    """A round that runs, in which all have replied and voted."""
    key, now = (team, DAY), world.clock.now()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await rounds.open_round(session, key, now - timedelta(days=2), now + timedelta(days=1))
        await questions.begin(session, team, now)
        first = (await questions.asked_in(session, {team: DAY}))[team][0]
        for who in members:
            await questions.reply(session, key, who, {first.id: who}, now, is_late=False)
            await rounds.note_replied(session, key, who, now, is_late=False)
            await votes.set_votes(session, who, {(key, len(members) * 100): 7}, now)


async def closing(world: World, team: str, count: int) -> list[int]:
    """The statements of its close, and of its report."""
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as session:
        found = await teams.team(session, team)
        with counted(world) as close:
            closed = await flows.close_round(session, found, (team, DAY), now)
    assert closed.told is not None
    assert len(closed.told.spoken[0].replies) == closed.told.summary.answered == count
    assert len(closed.told.outcomes) == (count > 3)
    async with deps.sessions.workspace(HOME, reading=True) as session:
        found, round_ = await teams.team(session, team), await session.get(Round, (HOME, team, DAY))
        assert found is not None
        assert round_ is not None
        with counted(world) as report:
            await flows.told_of(session, found, round_, now)
    return [len(close), len(report)]
