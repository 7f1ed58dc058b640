"""Which part of the tree is meant, where several fit."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.okr.rules.forest import Aligned, Scope, packed
from handlers.okr.views.tree import OPEN, objective_name

OFFERED: Final = 5


def which(
    say: Say, scopes: Sequence[Scope], known: Mapping[int, Aligned], teams: Mapping[str, str]
) -> Block:
    """Several parts fit: each with a button that draws it. `teams` are names by id."""
    rows = [
        blocks.section(name, accessory=blocks.button(say("Open"), OPEN, packed(scope, 0)))
        for scope in scopes
        if (name := _called(say, scope, known, teams)) is not None
    ]
    text = say.plural(
        "{n} objective fits. Which one do you mean?",
        "{n} objectives fit. Which one do you mean?",
        len(rows),
    )
    if teams:
        text = say("Several fit. Which one do you mean?")
    return blocks.message(text, [blocks.section(text), *rows[:OFFERED]])


def _called(
    say: Say, scope: Scope, known: Mapping[int, Aligned], teams: Mapping[str, str]
) -> Mrkdwn | None:
    """The name of this part; None for what is gone meanwhile."""
    if scope.team_ids:
        name = teams.get(scope.team_ids[0])
        return None if name is None else Mrkdwn(f"*{escape(name)}*")
    one = known.get(scope.objective or 0)
    return None if one is None else objective_name(say, one)
