"""Links of a table: what supports what, and what goes on from an earlier cycle."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from handlers.exchange.rules.known import Known
from handlers.exchange.rules.plan import PlannedObjective
from handlers.exchange.rules.sheet import Problem
from handlers.exchange.rules.values import Objective
from handlers.kit.errors import UserError
from handlers.okr.rules.tree import HEIGHT, Node, check_support

Nodes = Mapping[int, Node]


def check_links(
    planned: Sequence[PlannedObjective], known: Known, *, is_ours: bool
) -> list[Problem]:
    """Links to what is neither here nor in the file, circles, and links the wrong way up."""
    there = set(known.objectives) if is_ours else set()
    objectives = there | {one.given for one in planned if one.given is not None}
    krs = (set(known.krs) if is_ours else set()) | {
        kr.given for one in planned for kr in one.krs if kr.given is not None
    }
    problems = []
    for one in planned:
        goal = one.objective
        problems += _nowhere(one.line, "supports", "O", goal.supports, objectives)
        problems += _nowhere(one.line, "objective carried from", "O", goal.carried_from, objectives)
        for kr in one.krs:
            problems += _nowhere(kr.line, "carried from", "KR", kr.kr.carried_from, krs)
    return [*problems, *_check_tree(planned, known, is_ours=is_ours)]


def _nowhere(
    line: int, column: str, kind: str, number: int | None, there: set[int]
) -> list[Problem]:
    if number is None or number in there:
        return []
    told = UserError(
        "There is no {number} here, nor in the file. Leave it empty, or name another one.",
        number=f"{kind}-{number}",
    )
    return [Problem(line, column, told)]


def _check_tree(
    planned: Sequence[PlannedObjective], known: Known, *, is_ours: bool
) -> Iterator[Problem]:
    own = count(-1, -1)  # those without a number support others, and nothing supports them
    numbered = [(one.given or next(own), one) for one in planned]
    nodes = {n: _node(n, one) for n, one in known.objectives.items()} if is_ours else {}
    before = dict(nodes)
    nodes |= {n: _node(n, one.objective) for n, one in numbered}
    lines = {n: one.line for n, one in numbered}
    for n, node in nodes.items():
        parent = nodes.get(node.supports or 0)
        if parent is None or not ({n, parent.number} & set(lines)):
            continue
        if before.get(n) == node and before.get(parent.number) == parent:
            continue  # as it has been
        told = _told(nodes, node, parent)
        if told is not None:
            yield Problem(lines.get(n) or lines[parent.number], "supports", told)


def _node(number: int, one: Objective) -> Node:
    return Node(number, one.level, supports=one.supports)


def _told(nodes: Nodes, child: Node, parent: Node) -> UserError | None:
    if child.number < 0 and HEIGHT[child.level] <= HEIGHT[parent.level]:
        return None
    if child.number < 0:
        return UserError(
            "It stands above O-{parent}: a company's objective is supported by teams, a team's by"
            " people.",
            parent=str(parent.number),
        )
    try:
        check_support(_way_up(nodes, child, parent), child, parent)
    except UserError as error:
        return error
    return None


def _way_up(nodes: Nodes, child: Node, parent: Node) -> Nodes:
    """What the child would hang under; else each of many links would look at all of them."""
    way = {child.number: child, parent.number: parent}
    above = nodes.get(parent.supports or 0)
    while above is not None and above.number not in way:
        way[above.number] = above
        above = nodes.get(above.supports or 0)
    return way
