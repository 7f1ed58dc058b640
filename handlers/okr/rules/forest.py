"""The tree as somebody looks at it: which part of it, and how much of that fits on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from handlers.okr.rules.life import Level
from handlers.okr.rules.paging import Page, page_of
from handlers.okr.rules.state import KrState
from handlers.okr.rules.tree import Branch, Node

ROOM: Final = 20  # objectives of a page: with the longest titles they stay below Slack's limits


@dataclass(frozen=True, slots=True)
class Aligned:
    """An objective of the tree, with its open KRs; `reached` are those closed at their target.

    `shared` has id and name of the other teams that share a KR, by its number.
    """

    number: int
    title: str
    level: Level
    owner_id: str
    team_id: str
    team_name: str
    supports: int | None
    weight: Decimal
    krs: tuple[KrState, ...] = ()
    reached: tuple[KrState, ...] = ()
    shared: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)

    @property
    def node(self) -> Node:
        """As alignment sees it."""
        others = dict.fromkeys(id_ for teams in self.shared.values() for id_, _ in teams)
        return Node(
            number=self.number,
            level=self.level,
            team_ids=(self.team_id, *others),
            supports=self.supports,
            weight=self.weight,
            krs=tuple((kr.progress, kr.weight) for kr in (*self.krs, *self.reached)),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the tree that is looked at; nothing given: all of it."""

    objective: int | None = None
    company: bool = False
    team_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twig:
    """A line of the drawn tree. `folded` objectives below it are not drawn."""

    branch: Branch
    depth: int
    folded: int


@dataclass(frozen=True, slots=True)
class View:
    """A page of the tree: what is drawn, and of the branches side by side where it is.

    Where nothing is drawn, `may_make`: whether who looks at it has a team to make the first for,
    and `is_guest`: whether they could set one up.
    """

    scope: Scope
    twigs: tuple[Twig, ...]
    page: Page[Branch]
    objectives: Mapping[int, Aligned]
    idle: tuple[str, ...]  # the names of the teams that support nothing, where that is told
    team_names: tuple[str, ...] = ()
    may_make: bool = True
    is_guest: bool = False


def within(known: Mapping[int, Aligned], scope: Scope) -> list[Aligned]:
    """The objectives of this part: of teams, also all that supports those.

    The company's are no team's, though they live in one.
    """
    if not scope.team_ids:
        return list(known.values())
    asked = set(scope.team_ids)
    teams = [one for one in known.values() if one.level is not Level.COMPANY]
    chosen = {one.number for one in teams if asked.intersection(one.node.team_ids)}
    grows = True
    while grows:
        more = {n for n, one in known.items() if one.supports in chosen} - chosen
        chosen |= more
        grows = bool(more)
    return [one for n, one in known.items() if n in chosen]


def tops_of(forest: Sequence[Branch], scope: Scope) -> list[Branch]:
    """What stands at the top of this part."""
    if scope.objective is not None:
        every = (branch for top in forest for branch in top.walk())
        return [branch for branch in every if branch.node.number == scope.objective]
    if scope.company:
        return [top for top in forest if top.node.level is Level.COMPANY]
    return list(forest)


def fold(
    tops: Sequence[Branch], first: int, room: int = ROOM
) -> tuple[tuple[Twig, ...], Page[Branch]]:
    """The lines of a page, and which of the branches side by side it holds.

    A single top is opened and its branches are paged; else the tops are. What is below them is
    drawn level by level while there is room.
    """
    if len(tops) == 1:
        (top,) = tops
        page = page_of(top.below, first, room - 1)
        opened = _opened(page.items, room - 1)
        hidden = 0 if top.below else _below(top)
        return (Twig(top, 0, hidden), *_drawn(page.items, opened, 1)), page
    page = page_of(tops, first, room)
    return tuple(_drawn(page.items, _opened(page.items, room), 0)), page


def _opened(branches: Sequence[Branch], room: int) -> set[int]:
    """The numbers of those whose branches are drawn as well."""
    opened: set[int] = set()
    queue, drawn = list(branches), len(branches)
    for branch in queue:
        if branch.below and drawn + len(branch.below) <= room:
            opened.add(branch.node.number)
            drawn += len(branch.below)
            queue.extend(branch.below)
    return opened


def _drawn(branches: Iterable[Branch], opened: set[int], depth: int) -> list[Twig]:
    found: list[Twig] = []
    waiting = [(branch, depth) for branch in reversed(list(branches))]
    while waiting:
        branch, deep = waiting.pop()
        is_open = branch.node.number in opened
        found.append(Twig(branch, deep, 0 if is_open else _below(branch)))
        if is_open:
            waiting.extend((child, deep + 1) for child in reversed(branch.below))
    return found


def _below(branch: Branch) -> int:
    return sum(1 for _ in branch.walk()) - 1


def packed(scope: Scope, first: int) -> str:
    """As a button carries it: O3, C, T and ids, or nothing; and where the page begins."""
    if scope.objective is not None:
        return f"O{scope.objective}:{first}"
    if scope.company:
        return f"C:{first}"
    return f"T{','.join(scope.team_ids)}:{first}" if scope.team_ids else f":{first}"


def unpacked(value: str) -> tuple[Scope, int]:
    """What a button carries; all of the tree for one that nobody understands."""
    part, _, first = value.rpartition(":")
    begin = int(first) if first.isdecimal() else 0
    if part.startswith("O") and part[1:].isdecimal():
        return Scope(objective=int(part[1:])), begin
    if part.startswith("T") and len(part) > 1:
        return Scope(team_ids=tuple(part[1:].split(","))), begin
    return (Scope(company=True) if part == "C" else Scope()), begin
