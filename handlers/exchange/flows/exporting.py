"""Every objective of every cycle as lines of a table."""

from collections import Counter, deque
from collections.abc import AsyncGenerator, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.exchange.flows.reading import krs, objectives
from handlers.exchange.rules.cells import Names, kr_cells, objective_cells
from storage import exchange
from storage.db import workspace_of
from storage.team import Team


async def lines(session: AsyncSession, people: Mapping[str, str]) -> AsyncGenerator[dict[str, str]]:
    """A line for each KR, and one for each objective that has none; by their numbers.

    `people` are e-mail addresses by id; who is not among them goes by the id. It takes the same
    number of statements whatever there is, and KRs are read as lines are taken.
    """
    present = await exchange.present(session)
    names = Names(people, team_names(present.teams))
    here = {"workspace": workspace_of(session)}
    objective = {n: objective_cells(o, names) | here for n, o in objectives(present).items()}
    without = deque(objective)  # in the order of their numbers
    async for kr in krs(session, present):
        number = kr.objective or 0
        if number not in objective:
            continue  # its objective was deleted
        while without and without[0] < number:
            yield objective[without.popleft()]
        if without and without[0] == number:
            without.popleft()
        yield objective[number] | kr_cells(kr, names)
    for number in without:
        yield objective[number]


def team_names(teams: Sequence[Team]) -> dict[str, str]:
    """What each team is called in the table: its name, or its channel where two have that name."""
    times = Counter(team.name.casefold() for team in teams)
    return {
        team.id: team.name if times[team.name.casefold()] == 1 else team.channel for team in teams
    }
