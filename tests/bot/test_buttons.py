"""Buttons say by their value what they are about: one that lacks it is refused, not tried."""

import ast
import importlib
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.routes import FEATURES
from tests.journeys.stage import tapped
from tests.trust.deep import on_one_database
from tests.world import World

ROOT = Path(__file__).parents[2]
ACTIONS = {id_ for feature in FEATURES for id_ in feature.actions}
FORMS = {id_ for feature in FEATURES for id_ in (*feature.views, *feature.closed)}
OURS = ACTIONS | FORMS
BARE = {id_ for feature in FEATURES for id_ in feature.bare}


def drawn_without_value() -> Iterator[str]:
    """The ids of the buttons that are drawn without one."""
    for path in (ROOT / "handlers").rglob("*.py"):
        if "blocks.button(" not in path.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="blocks"), attr="button"),
                    args=[_, ast.Name() | ast.Attribute() as id_],
                    keywords=named,
                ) if "value" not in {one.arg for one in named}:
                    yield eval(ast.unparse(id_), vars(module))  # noqa: S307 our own source


def test_which_buttons_carry_nothing_is_known() -> None:
    drawn = set(drawn_without_value())
    assert len(drawn) > 5
    assert drawn <= BARE <= ACTIONS


@on_one_database
async def test_a_button_without_its_value_is_refused_by_name(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for action_id in sorted(ACTIONS - BARE):
        assert (await tapped(world, "ben", action_id, None)).status == 400, action_id
    (told,) = caplog.records  # one line a minute
    assert "it lacks actions.value" in told.getMessage()
    assert (await tapped(world, "ben", "okr.new", None)).ok


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
