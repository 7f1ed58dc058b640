"""Buttons and forms are known by ids that are named once."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from handlers.routes import FEATURES
from tests.journeys.stage import tapped
from tests.trust.deep import on_one_database
from tests.world import World

ROOT = Path(__file__).parents[2]
ACTIONS = {id_ for feature in FEATURES for id_ in feature.actions}
FORMS = {id_ for feature in FEATURES for id_ in (*feature.views, *feature.closed)}
OURS = ACTIONS | FORMS


def ids() -> Iterator[tuple[str, Path, bool]]:
    """What reads like an id in our source, where, and whether it is there given its name."""
    for path in (ROOT / "handlers").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {id(node.value) for node in tree.body if isinstance(node, ast.AnnAssign)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in OURS:
                yield str(node.value), path, id(node) in named


def test_the_id_of_a_button_or_a_form_is_written_once_where_it_is_named() -> None:
    """An opening round is planned under the name of a button that is older; jobs have names of
    their own.
    """
    found = [(id_, name) for id_, path, name in ids() if path.name != "jobs.py"]
    assert len(found) > 50
    twice = {id_ for id_, n in Counter(id_ for id_, _ in found).items() if n > 1}
    assert twice == {"checkin.open"}
    assert [id_ for id_, is_named in found if not is_named] == []


@on_one_database
async def test_a_button_without_a_value_is_answered(world: World) -> None:
    """As one of ours that says nothing by it, or said nothing when an older release drew it."""
    for action_id in sorted(ACTIONS):
        answer = await tapped(world, "ben", action_id, None)
        assert answer.ok, (action_id, answer)
