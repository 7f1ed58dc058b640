"""Alignment: no circles, roll-ups that lie between their parts, teams that support nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr.rules import held
from handlers.okr.rules.life import Level
from handlers.okr.rules.tree import Branch, Node, check_support, grow, idle_teams, loop

D = Decimal
ONE = D(1)


def node(
    number: int,
    supports: int | None = None,
    *,
    level: Level = Level.TEAM,
    krs: tuple[str, ...] = (),
    weight: str = "1",
    teams: tuple[str, ...] = (),
) -> Node:
    parts = tuple((D(share), ONE) for share in krs)
    return Node(number, level, teams, supports, D(weight), parts)


@pytest.mark.parametrize(
    ("parents", "child", "parent", "path"),
    [
        ({}, 1, 2, []),
        ({2: 3, 3: None}, 1, 2, []),
        ({2: 1}, 1, 2, [1, 2, 1]),
        ({3: 2, 2: 1}, 1, 3, [1, 3, 2, 1]),
        ({}, 1, 1, [1, 1]),
        ({5: 6, 6: 5}, 1, 5, []),  # an old circle, which this is no part of
        ({2: 2}, 1, 2, []),
    ],
)
def test_the_way_round_a_circle_is_found(
    parents: dict[int, int | None], child: int, parent: int, path: list[int]
) -> None:
    assert loop(parents, child, parent) == path


def test_a_circle_is_refused_with_its_way_round() -> None:
    nodes = {n: node(n, supports) for n, supports in ((1, None), (2, 1), (3, 2))}

    with pytest.raises(UserError, match="circle") as caught:
        check_support(nodes, nodes[1], nodes[3])
    assert caught.value.values["path"] == "O-1 → O-3 → O-2 → O-1"


def test_nothing_supports_itself() -> None:
    with pytest.raises(UserError, match="cannot support itself"):
        check_support({1: node(1)}, node(1), node(1))


@pytest.mark.parametrize(
    ("child", "parent", "fits"),
    [
        (Level.TEAM, Level.COMPANY, True),
        (Level.PERSONAL, Level.TEAM, True),
        (Level.PERSONAL, Level.COMPANY, True),
        (Level.TEAM, Level.TEAM, True),
        (Level.COMPANY, Level.TEAM, False),
        (Level.TEAM, Level.PERSONAL, False),
    ],
)
def test_an_objective_supports_one_above_it(child: Level, parent: Level, fits: bool) -> None:
    nodes = {1: node(1, level=child), 2: node(2, level=parent)}
    if fits:
        check_support(nodes, nodes[1], nodes[2])
    else:
        with pytest.raises(UserError, match="stands above"):
            check_support(nodes, nodes[1], nodes[2])


def numbers(branches: tuple[Branch, ...]) -> list[tuple[int, int]]:
    return [(b.node.number, b.depth) for top in branches for b in top.walk()]


def test_a_tree_has_the_company_on_top_and_each_below_what_it_supports() -> None:
    grown = grow(
        [
            node(4, 3, level=Level.PERSONAL),
            node(2),
            node(3, 9, level=Level.TEAM),
            node(9, level=Level.COMPANY),
            node(1, 9),
            node(5, 77),  # what it supports was closed
        ]
    )

    assert numbers(grown) == [(9, 0), (1, 1), (3, 1), (4, 2), (2, 0), (5, 0)]


def test_a_circle_that_was_closed_all_the_same_is_cut_and_shown_whole() -> None:
    grown = grow([node(1, 3), node(2, 1), node(3, 2), node(4, 2), node(5, 5)])

    assert numbers(grown) == [(1, 0), (2, 1), (3, 2), (4, 2), (5, 0)]


@pytest.mark.parametrize(
    ("nodes", "share"),
    [
        ([node(1, krs=("0.5", "1"))], "0.75"),
        ([node(1, krs=("0.4",)), node(2, 1, krs=("0.8",))], "0.6"),
        ([node(1), node(2, 1, krs=("0.8",)), node(3, 1, krs=("0.2",), weight="3")], "0.35"),
        ([node(1, krs=("0.4",)), node(2, 1, krs=("0.8",), weight="0")], "0.4"),
        ([node(1, krs=("0.4",)), node(2, 1)], "0.4"),  # nothing is known of it: not 0
        ([node(1), node(2, 1), node(3, 2, krs=("0.3",))], "0.3"),
        ([node(1, krs=("1.4",))], "1"),
    ],
)
def test_an_objective_rolls_up_its_krs_and_what_supports_it(nodes: list[Node], share: str) -> None:
    assert grow(nodes)[0].progress == D(share)


@pytest.mark.parametrize(
    "nodes",
    [
        [node(1)],
        [node(1), node(2, 1, krs=("0.8",), weight="0")],
        [Node(1, Level.TEAM, krs=((None, ONE),))],
        [Node(1, Level.TEAM, krs=((ONE, D(0)),))],
    ],
)
def test_where_nothing_that_weighs_is_known_there_is_no_progress(nodes: list[Node]) -> None:
    assert grow(nodes)[0].progress is None


def test_a_chain_of_thousands_is_no_reason_to_fail() -> None:
    chain = [node(n, n - 1, krs=("0.5",)) for n in range(1, 2001)]

    assert numbers(grow(chain))[-1] == (2000, 1999)


def test_teams_that_support_nothing_are_named() -> None:
    nodes = [
        node(1, level=Level.COMPANY, teams=("board",)),
        node(2, 1, teams=("care", "sales")),  # shared
        node(3, teams=("ops",)),
        node(4, 77, teams=("web",)),
        node(5, 2, level=Level.PERSONAL),
    ]

    teams = ["care", "sales", "ops", "web", "empty", "board"]
    assert idle_teams(nodes, teams) == ["ops", "web", "empty"]


shares = st.none() | st.decimals(-1, 2, places=3)
parts = st.lists(st.tuples(shares, st.decimals(0, 9, places=1)), max_size=4).map(tuple)
forests = st.lists(
    st.tuples(st.none() | st.integers(1, 12), st.decimals(0, 9, places=1), parts), max_size=12
).map(
    lambda rows: [
        Node(n, Level.TEAM, (), above, weight, krs)
        for n, (above, weight, krs) in enumerate(rows, start=1)
    ]
)


@given(forests)
def test_every_objective_is_in_the_tree_once(nodes: list[Node]) -> None:
    grown = [number for number, _ in numbers(grow(nodes))]

    assert sorted(grown) == [one.number for one in nodes]


@given(forests)
def test_a_roll_up_lies_between_its_parts(nodes: list[Node]) -> None:
    for top in grow(nodes):
        for branch in top.walk():
            counted = [
                held(share) for share, weight in branch.node.krs if share is not None and weight
            ]
            counted += [
                b.progress for b in branch.below if b.progress is not None and b.node.weight
            ]
            if not counted:
                assert branch.progress is None
            else:
                assert branch.progress is not None
                assert min(counted) - D("1e-9") <= branch.progress <= max(counted) + D("1e-9")
                assert 0 <= branch.progress <= 1


@given(forests, st.integers(1, 12), st.integers(1, 12))
def test_a_link_that_is_allowed_closes_no_circle(
    nodes: list[Node], child: int, parent: int
) -> None:
    parents = {one.number: one.supports for one in nodes}
    if loop(parents, child, parent):
        return
    parents[child] = parent

    above, seen = parents.get(child), [child]
    while above is not None and above not in seen:
        seen.append(above)
        above = parents.get(above)
    assert above != child
