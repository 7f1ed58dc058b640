"""Alignment: which objective supports which, how they roll up, and which team supports nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.okr.rules.life import Level
from handlers.okr.rules.progress import objective_progress

HEIGHT: Final = {Level.PERSONAL: 0, Level.TEAM: 1, Level.COMPANY: 2}

Part = tuple[Decimal | None, Decimal]  # progress and weight


@dataclass(frozen=True, slots=True)
class Node:
    """An objective as alignment sees it. `krs` are its own; `weight` counts in what it supports."""

    number: int
    level: Level
    team_ids: tuple[str, ...] = ()  # those that have a share in it, its own first
    supports: int | None = None
    weight: Decimal = Decimal(1)
    krs: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """An objective, how far everything under it has come, and what supports it."""

    node: Node
    depth: int
    progress: Decimal | None
    below: tuple["Branch", ...] = field(default=())

    def walk(self) -> Iterator["Branch"]:
        """The branch and all below it, each before what supports it."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.below))


def loop(parents: Mapping[int, int | None], child: int, parent: int) -> list[int]:
    """The way round that this link would close, child first and last; [] when it closes none."""
    path = [child, parent]
    while (above := parents.get(path[-1])) is not None and path[-1] != child:
        if above in path[1:]:
            return []  # an old loop higher up, which this link is no part of
        path.append(above)
    return path if path[-1] == child else []


def check_support(nodes: Mapping[int, Node], child: Node, parent: Node) -> None:
    """UserError when the one may not support the other: a loop, or the wrong way up."""
    path = loop({n: node.supports for n, node in nodes.items()}, child.number, parent.number)
    if child.number == parent.number:
        raise UserError("O-{n} cannot support itself. Choose one above it.", n=str(child.number))
    if path:
        raise UserError(
            "That would go round in a circle: {path}. Choose one above it, or take away one of"
            " these links first.",
            path=" → ".join(f"O-{n}" for n in path),
        )
    if HEIGHT[child.level] > HEIGHT[parent.level]:
        raise UserError(
            "O-{child} stands above O-{parent}: a company's objective is supported by teams, a"
            " team's by people. Link them the other way round.",
            child=str(child.number),
            parent=str(parent.number),
        )


def grow(nodes: Iterable[Node]) -> tuple[Branch, ...]:
    """The trees, company first, each objective under the one that it supports, by number.

    What supports an objective that is not among these stands at the top. A loop, which two people
    can close at the same moment, is cut at its lowest number.
    """
    known = {node.number: node for node in sorted(nodes, key=lambda n: n.number)}
    below = _below(known)
    tops = sorted(below[None], key=lambda n: (-HEIGHT[known[n].level], n))
    return tuple(_grown(known, below, top) for top in tops)


def _below(known: Mapping[int, Node]) -> dict[int | None, list[int]]:
    """What supports each objective; under None, what stands at the top."""
    below: dict[int | None, list[int]] = {None: [], **{number: [] for number in known}}
    for number, node in known.items():
        below[node.supports if _hangs(known, number) else None].append(number)
    return below


def _hangs(known: Mapping[int, Node], number: int) -> bool:
    """Whether it hangs under another one: not under nothing, nor where its loop is cut."""
    above = known[number].supports
    if above not in known:
        return False
    seen = {number}
    while above is not None and above in known and above not in seen:
        seen.add(above)
        above = known[above].supports
    return above != number or number != min(seen)


def _grown(known: Mapping[int, Node], below: Mapping[int | None, list[int]], top: int) -> Branch:
    """Made from the leaves up, without recursion: a long chain is not a reason to fail."""
    order = [(top, 0)]
    for number, depth in order:
        order.extend((child, depth + 1) for child in below[number])
    made: dict[int, Branch] = {}
    for number, depth in reversed(order):
        children = tuple(made.pop(child) for child in below[number])
        node = known[number]
        made[number] = Branch(node, depth, rolled_up(node.krs, children), children)
    return made[top]


def rolled_up(krs: Sequence[Part], supporting: Iterable[Branch]) -> Decimal | None:
    """The weighted mean of its own KRs and of the objectives that support it, each by its weight.

    None where nothing that weighs has an answer. Source: design, section 4 "Progress".
    """
    parts = [*krs, *((branch.progress, branch.node.weight) for branch in supporting)]
    if not any(weight for _, weight in parts):
        return None
    return objective_progress(parts)


def own_progress(krs: Iterable[Part]) -> Decimal | None:
    """The same of its own KRs alone, as lists say it: what supports it is left to the tree."""
    return rolled_up(tuple(krs), ())


def idle_teams(nodes: Iterable[Node], team_ids: Iterable[str]) -> list[str]:
    """The teams, of these, none of whose objectives supports another one or is the company's."""
    known = {node.number: node for node in nodes}
    busy = {
        team
        for node in known.values()
        if node.supports in known or node.level is Level.COMPANY
        for team in node.team_ids
    }
    return [team for team in team_ids if team not in busy]
