"""What catches an error inside of its session: all that was done before it would be committed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
# What the database raises is raised again where the session ends. Of what flows raise nobody knows
# but who reads them: here is why each of these may be caught.
HARMLESS: Final = {
    "handlers/absence/flows/pausing.py:planned": "it looks for a team",
    "handlers/checkin/listeners/off_track.py:_record": "whoever is overtaken has recorded nothing",
    "handlers/checkin/listeners/settings.py:_chosen": "it reads what was chosen",
    "handlers/team/jobs.py:_form": "the session only reads",
}


def _caught() -> Iterator[str]:
    for floor in ("storage", "handlers", "bot"):
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.AsyncFunctionDef) and any(map(_swallows, ast.walk(node))):
                    yield f"{path.relative_to(ROOT)}:{node.name}"


def _swallows(node: ast.AST) -> bool:
    """A `try`, or a `suppress`, around something that works in a session from outside of it."""
    if isinstance(node, ast.Try):
        catches = any(not isinstance(one.body[-1], ast.Raise) for one in node.handlers)
        return catches and _works_in_session(node.body)
    if isinstance(node, ast.With):
        suppresses = any("suppress(" in ast.unparse(one) for one in node.items)
        return suppresses and _works_in_session(node.body)
    return False


def _works_in_session(body: list[ast.stmt]) -> bool:
    nodes = [node for statement in body for node in ast.walk(statement)]
    begins = any(isinstance(node, ast.AsyncWith) for node in nodes)
    waits = [ast.walk(node) for node in nodes if isinstance(node, ast.Await)]
    return not begins and any(
        isinstance(n, ast.Name) and n.id == "session" for w in waits for n in w
    )


def test_whoever_catches_an_error_inside_of_its_session_has_a_reason_on_the_list() -> None:
    assert set(_caught()) == set(HARMLESS)
