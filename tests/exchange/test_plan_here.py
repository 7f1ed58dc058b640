"""Imports about what is here: what they change, what links to what, and nothing lost on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.exchange.rules.cells import kr_cells, objective_cells
from handlers.exchange.rules.changes import new_value, of_kr, of_objective
from handlers.exchange.rules.columns import COLUMNS
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.numbering import numbered
from handlers.exchange.rules.plan import Plan
from handlers.exchange.rules.sheet import from_csv, from_json, to_csv, to_json
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.errors import UserError
from handlers.kit.numbers import typed_number
from handlers.okr.rules.audit import Changed, What
from handlers.okr.rules.kinds import Reach
from handlers.okr.rules.life import Stage
from tests.exchange.planning import HERE, KNOWN, planned, told
from tests.exchange.samples import CYCLE, krs, numbers, objectives


def by_number(*lines: str, head: str = "objective number,key result number,target") -> Plan:
    return planned(*lines, head=head)


def test_a_number_names_what_is_here_and_only_what_is_said_changes() -> None:
    result = by_number("O-1,KR-7,3")

    assert told(result) == []
    (one,) = result.objectives
    assert of_objective(one.before, one.objective) == []
    (kr,) = one.krs
    assert of_kr(kr.before, kr.kr) == [Changed(What.TARGET, "2", "3")]
    assert new_value(kr) is None


def test_an_empty_cell_says_none_only_where_there_can_be_none() -> None:
    head = "key result number,objective,kr,owner,weight,unit,value,at most"
    result = planned("KR-8,,,,,,,4", head=head)

    assert told(result) == []
    (kr,) = result.objectives[0].krs
    assert of_kr(kr.before, kr.kr) == [Changed(What.HIGH, "3", "4"), Changed(What.UNIT, "h", "")]


def test_who_has_left_owns_nothing_new_unless_it_is_over() -> None:
    head = "objective,kr,start,target,owner,stage"
    result = planned("A,b,1,2,leo,active", "C,d,1,2,leo,closed", head=head)

    assert {(p.line, p.column) for p in result.problems} == {(2, "objective owner"), (2, "owner")}


def test_who_has_left_keeps_what_they_own() -> None:
    assert told(planned("KR-8,Eight and a half", head="key result number,kr,objective")) == []


def test_what_was_taken_before_a_rule_came_stays_as_long_as_nobody_changes_it() -> None:
    old = replace(KNOWN.krs[7], title="x" * 200)
    there = replace(KNOWN, krs={7: old})
    cells = [objective_cells(HERE[1], KNOWN.names) | kr_cells(old, KNOWN.names)]

    assert told(plan(from_csv(to_csv(COLUMNS, cells)), there)) == []
    cells[0]["target"] = "9"
    changed = plan(from_csv(to_csv(COLUMNS, cells)), there)
    assert [(p.line, p.column) for p in changed.problems] == [(2, "key result")]


def test_a_kr_cannot_move_to_another_objective() -> None:
    assert told(by_number("O-2,KR-7,3"))[0].startswith("2 objective number: KR-7 belongs to O-1.")


def test_a_new_kr_goes_into_the_objective_that_is_named() -> None:
    (one,) = planned("O-1,NPS,1,2", head="objective number,kr,start,target").objectives

    assert (one.before, one.krs[0].before) == (HERE[1], None)


@pytest.mark.parametrize("column", ["objective number", "key result number"])
def test_a_line_from_here_with_a_number_that_is_gone_is_told(column: str) -> None:
    head = f"workspace,{column},objective,kr,start,target"
    result = planned("T0HOME,99,Delight,NPS,1,2", head=head)

    assert [(p.line, p.column) for p in result.problems] == [(2, column)]


def test_numbers_of_another_workspace_mean_nothing_here() -> None:
    head = "workspace,objective number,key result number,objective,kr,start,target,supports"
    result = planned(
        "T0AWAY,O-1,KR-7,Delight,NPS,1,2,O-9", "T0AWAY,O-9,KR-8,All of us,NPS,1,2,", head=head
    )

    assert told(result) == []
    assert [one.before for one in result.objectives] == [None, None]
    assert [kr.before for one in result.objectives for kr in one.krs] == [None, None]


def test_of_several_workspaces_only_the_lines_of_this_one_count() -> None:
    head = "workspace,objective,kr,start,target"
    both = planned("T0AWAY,Delight,NPS,1,2", "T0HOME,Grow,NPS,1,2", head=head)
    assert [one.objective.title for one in both.objectives] == ["Grow"]

    with pytest.raises(UserError, match="several workspaces"):
        planned("T0AWAY,Delight,NPS,1,2", "T0FAR,Grow,NPS,1,2", head=head)


def test_lines_of_one_objective_that_say_different_things_are_told() -> None:
    head = "objective number,objective,kr,start,target,stage"
    result = planned("1,First,A,1,2,draft", "1,,B,1,2,", "1,Last,C,1,2,active", head=head)

    assert [(p.line, p.column) for p in result.problems] == [(4, "objective"), (4, "stage")]


def test_links_to_what_the_same_file_makes_hold() -> None:
    head = "objective number,objective,level,supports,kr,start,target"
    result = planned("11,Team's,team,12,A,1,2", "12,Ours,company,,B,1,2", head=head)

    assert told(result) == []
    made = numbered(result, iter([5, 6]), iter([9, 10]))
    assert [(one.objective.number, one.objective.supports) for one in made] == [(5, 6), (6, None)]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("11,A,team,12", "12,B,team,11"), "go round in a circle: O-11 → O-12 → O-11"),
        (("11,A,team,11",), "O-11 cannot support itself"),
        (("11,A,company,12", "12,B,team,"), "O-11 stands above O-12"),
        ((",A,company,12", "12,B,team,"), "It stands above O-12"),
        (("1,,,2", "2,,,1"), "go round in a circle: O-1 → O-2 → O-1"),
    ],
)
def test_links_that_make_no_tree_are_refused(lines: tuple[str, ...], problem: str) -> None:
    head = "objective number,objective,level,supports,kr"
    assert problem in "\n".join(told(planned(*(f"{line}," for line in lines), head=head)))


def test_an_objective_may_have_no_key_results() -> None:
    result = planned("Delight,,draft", head="objective,kr,stage")

    assert told(result) == []
    assert (result.objectives[0].krs, result.objectives[0].objective.stage) == ((), Stage.DRAFT)


def test_weights_that_are_all_nothing_are_refused() -> None:
    result = planned("A,b,1,2,0", "A,c,1,2,0", head="objective,kr,start,target,weight")

    assert [(p.line, p.column) for p in result.problems] == [(2, "weight")]


@given(objectives, krs, st.booleans())
@settings(deadline=None)
def test_a_line_that_leaves_comes_back_as_it_was(one: Objective, kr: Kr, as_json: bool) -> None:
    cells = [objective_cells(one, KNOWN.names) | kr_cells(kr, KNOWN.names)]
    there = from_json(to_json(COLUMNS, cells)) if as_json else from_csv(to_csv(COLUMNS, cells))
    result = plan(there, KNOWN)

    assert told(result) == []
    assert result.objectives[0].objective == one
    assert result.objectives[0].krs[0].kr == kr


@given(numbers)
def test_an_exported_number_is_read_in_one_way(value: Decimal) -> None:
    kr = Kr("NPS", Reach(value, value + 1), "ANNA")

    assert kr_cells(kr, KNOWN.names)["start"] == typed_number(value)


def test_the_cycle_of_a_line_without_one_is_the_one_that_runs() -> None:
    assert planned("A,b,1,2").objectives[0].objective.cycle == CYCLE
