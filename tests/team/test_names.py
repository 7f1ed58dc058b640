"""Teams in a list stand where people look for them, on any database."""

from storage import okr_life, okr_shape
from storage import team as teams
from storage.db import Sessions
from tests.okr.stage import add_team, know_people, objective
from tests.world import HOME

NAMES = ["Amsterdam", "berlin", "Cairo", "delhi", "Éire"]


async def test_they_are_in_the_order_of_their_names_whichever_letters_are_large(
    sessions: Sessions,
) -> None:
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        for name in sorted(NAMES, key=len):
            await add_team(session, name, f"C-{name}", ["U0ANNA"], zone="Europe/Berlin")
        made = await objective(session, "U0ANNA", team=NAMES[0])
        (number,) = [kr.number for kr in made.krs]
        await okr_shape.share(session, number, NAMES[1:])
    async with sessions.workspace(HOME, reading=True) as session:
        assert [team.name for team in await teams.every_team(session)] == NAMES
        assert list((await okr_life.team_names(session)).values()) == NAMES
        shared = await okr_shape.sharing(session, [number])
        assert [name for _, name in shared[number]] == NAMES[1:]
