"""The same of objectives in depth: their buttons and forms, with a neighbour's ids or nonsense."""

from typing import Any

import pytest
from sqlalchemy import select, update

from storage.okr import Cycle, Objective
from storage.team import Team
from tests.journeys.stage import THEIRS, company, nothing_changes, submitted, tapped
from tests.world import NEIGHBOUR, World

HUGE = "9" * 30
STAGES = ("draft", "proposed", "agreed", "active", "closed")
STEPS = [f"objective.to_{stage}" for stage in STAGES]
TURNS = ["okr.list_next", "okr.list_before", "okr.list_only.at_risk", "okr.tree_open"]
TURNS += ["okr.tree_next", "okr.tree_before", "okr.tree_whole"]
PAST = ["okr.history_next", "okr.history_before", "okr.history_pick"]
ENDS = ["cycle.grade", "cycle.fill", "cycle.page", "cycle.before", "cycle.new"]
ONE = ["objective.show", "objective.edit", "objective.close", "objective.reopen"]
ONE += ["objective.follow", "objective.unfollow"]
NONSENSE = ("", "-7", HUGE, "O-9", "KR-9", "9; drop table", "²")


async def their_team(world: World) -> str:
    async with world.bot.deps.sessions.workspace(NEIGHBOUR, reading=True) as session:
        return str(await session.scalar(select(Team.id)))


async def renamed(world: World) -> None:
    """Whatever the neighbours have is told apart at a glance."""
    async with world.bot.deps.sessions.workspace(NEIGHBOUR) as session:
        await session.execute(update(Objective).values(title=THEIRS, stage="proposed"))
        session.add(Cycle(id="Launch", starts=world.clock.now(), ends=world.clock.now()))


def values_of(team: str) -> list[tuple[str, str]]:
    found = [(name, value) for name in ONE for value in ("9", *NONSENSE)]
    found += [(name, f"9 {stage}") for name in STEPS for stage in STAGES]
    found += [(name, value) for name in STEPS for value in (*NONSENSE, "9 gone", f"{HUGE} draft")]
    lists = (f'[0,"","",["{team}"],null,""]', '[0,"","",null,"U0NIA","words"]', "[0]", "{}")
    trees = ("O9:0", f"T{team}:0", f"O{HUGE}:0", "C:-3", "O²:0", f"T{team}:{HUGE}")
    found += [(name, value) for name in TURNS for value in (*lists, *trees, *NONSENSE)]
    found += [(n, v) for n in PAST for v in ("K9:0", "O9:0", "O9:-3", f"K{HUGE}:0", *NONSENSE)]
    ends = ("2026-12-31", "0 Launch", "0 2026-Q4", f"{HUGE} 2026-Q4", "9999-99-99")
    found += [(name, value) for name in ENDS for value in (*ends, *NONSENSE)]
    found += [("cycle.rhythm", value) for value in ("fortnight", *NONSENSE)]
    found += [("okr.template", value) for value in ("nothing like it", *NONSENSE)]
    found += [("okr.new", value) for value in ("Launch", *NONSENSE)]
    return found


@pytest.mark.parametrize("part", range(4))
async def test_buttons_with_values_that_we_never_gave_out(world: World, part: int) -> None:
    await company(world)
    await renamed(world)
    dai = world.person("dai")
    care, mint = world.channel("care"), world.sandbox.triggers.urls.mint
    async with nothing_changes(world):
        for action_id, value in values_of(await their_team(world))[part::4]:
            before, form = str(dai.messages(care)), dai.modal
            url = mint(world.home, world.place("care"), dai.user)
            answer = await tapped(world, "dai", action_id, value, response_url=url)
            assert answer.ok, (action_id, value, answer)
            shown = str(dai.messages(care))
            is_answered = shown != before or dai.modal is not form
            assert is_answered, (action_id, value)
            assert THEIRS not in shown + str(dai.modal), (action_id, value)


def said(**fields: str) -> dict[str, Any]:
    """A form's fields as they were typed."""
    return {name.replace("__", "."): {"value": value} for name, value in fields.items()}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def forms_of(team: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Forms that carry what is not theirs: name, metadata and what was typed."""
    owner = {"owner": {"selected_user": "U0DAI"}}
    kr = (
        said(title="Mine now", start="0", target="9", unit="", weight="1", reason="because") | owner
    )
    goal = said(title="Mine now", weight="1", reason="because") | owner
    goal |= {"ambition": chosen("committed"), "supports": chosen("O-9")}
    why = said(why="Because I can")
    found: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("objective.kr_form", {"kr": n, "kind": "reach", "seen": ""}, kr) for n in (9, -1)
    ]
    found += [("objective.kr_form", {"kr": 10**30, "kind": "reach", "seen": ""}, kr)]
    found += [("objective.kr_form", {"kr": 3, "kind": "nonsense", "seen": ""}, kr)]
    found += [("objective.form", {"o": n, "seen": ""}, goal) for n in (9, -1, 10**30)]
    found += [("objective.form", {"o": 3, "seen": ""}, goal)]  # hers, to support the neighbours'
    for do in ("close", "reopen", "delete", "nonsense"):
        found += [("objective.why_form", {"do": do, "number": n}, why) for n in (9, -1, 10**30)]
    moves = [
        ("proposed", "agreed"),
        ("draft", "closed"),
        ("active", "closed"),
        ("closed", "active"),
    ]
    move = {"do": "move", "number": 9}
    found += [("objective.why_form", move | {"shown": a, "to": b}, why) for a, b in moves]
    end = {"ends": "2026-12-31", "mine": True}
    for n in ("9", "-1", HUGE):
        fields = said(**{f"cycle__grade__{n}": "1", f"cycle__lesson__{n}": "I was here"})
        found += [("cycle.form", end | {"seen": {n: ""}, "mine": m}, fields) for m in (True, False)]
        value = said(**{f"okr__value__{n}": "45"})
        found += [("okr.update_form", {"seen": {n: ""}, "one": True}, value)]
    new = said(title="Mine") | said(**{"1.title": "A", "1.start": "0", "1.target": "9"})
    made = {"team": team, "from": None, "cycle": None}
    found += [("okr.new_form", made, new)]
    found += [("okr.new_form", {"team": "nowhere", "from": "nothing like it", "cycle": HUGE}, new)]
    return found


async def test_forms_with_ids_that_we_never_gave_out(world: World) -> None:
    await company(world)
    await renamed(world)
    async with nothing_changes(world):
        for callback_id, metadata, fields in forms_of(await their_team(world)):
            answer = await submitted(world, "dai", callback_id, metadata, fields)
            assert answer.ok, (callback_id, metadata, answer)
            assert answer.body, (callback_id, metadata)  # it is answered
            assert THEIRS not in str(answer.body), (callback_id, metadata)
