"""Imports: what a file would make, each problem with its line, and nothing lost on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.exchange.rules.cells import Names, kr_cells, objective_cells
from handlers.exchange.rules.changes import new_value, of_kr, of_objective
from handlers.exchange.rules.columns import COLUMNS, column_of
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.numbering import numbered
from handlers.exchange.rules.plan import Plan
from handlers.exchange.rules.sheet import from_csv, from_json, to_csv, to_json
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.errors import UserError
from handlers.kit.text import Texts
from handlers.okr.rules.audit import Changed, What
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step
from handlers.okr.rules.life import Stage
from handlers.okr.rules.line import typed_number
from tests.exchange.samples import CYCLE, TODAY, krs, numbers, objectives

D = Decimal
SAY = Texts().say("en-US")
HERE = {
    1: Objective("First", "T1", CYCLE, "ANNA", 1),
    2: Objective("Second", "T1", CYCLE, "BEN", 2),
}
KNOWN = Known(
    workspace="T0HOME",
    people={
        "anna@example.com": "ANNA",
        "ben@example.com": "BEN",
        "anna": "ANNA",
        "ben": "BEN",
        "leo": "LEO",
    },
    teams={"care": "T1", "sales": "T2", "ops": "T3"},
    today=TODAY,
    names=Names({}, {"T1": "Care", "T2": "Sales", "T3": "Ops"}),
    objectives=HERE,
    krs={
        7: Kr("Seven", Reach(D(1), D(2)), "ANNA", 7, value=D("1.5"), objective=1),
        8: Kr("Eight", Keep(high=D(3)), "LEO", 8, "h", objective=1),
    },
    unfit=frozenset({"LEO"}),
    importer="ME",
    team="Care",
)
HEAD = "objective,kr,start,target,unit,owner e-mail,team"


def planned(*lines: str, head: str = HEAD) -> Plan:
    return plan(from_csv("\n".join([head, *lines])), KNOWN)


def told(result: Plan) -> list[str]:
    return [f"{p.line} {p.column}: {p.told.told(SAY)}" for p in result.problems]


def test_a_plain_csv_makes_objectives_with_their_krs() -> None:
    result = planned(
        "Delight,NPS,32,45,,anna@example.com,Care",
        "Delight,First response,9h,2:30 h,h,ben@example.com,care",
        "Grow,Revenue,€12k,€15k,€,Ben@Example.com,Sales",
    )

    assert told(result) == []
    delight, grow = result.objectives
    assert [kr.kr.title for kr in delight.krs] == ["NPS", "First response"]
    goal = delight.objective
    assert (goal.team_id, goal.owner_id, goal.cycle.id) == ("T1", "ANNA", "2026-Q4")
    assert delight.krs[1].kr.aim == Reach(D(9), D("2.5"))
    assert (delight.krs[1].kr.owner_id, delight.krs[1].line) == ("BEN", 3)
    assert (grow.objective.team_id, grow.krs[0].kr.unit) == ("T2", "EUR")
    assert grow.krs[0].kr.aim == Reach(D(12000), D(15000))


def test_what_a_line_leaves_open_has_a_default() -> None:
    result = planned("Delight,NPS,32,45", head="Ziel,Key Result,From,To")

    objective = result.objectives[0]
    goal = objective.objective
    assert (goal.owner_id, goal.team_id, goal.ambition) == ("ME", "T1", Ambition.COMMITTED)
    assert objective.krs[0].kr.weight == 1


def test_sixty_lines_with_three_broken_ones_name_these_three() -> None:
    lines = [f"Delight {n // 5},KR {n},0,{n + 1},,anna@example.com,Care" for n in range(60)]
    lines[9] = "Delight 1,KR 9,ten,20,,anna@example.com,Care"
    lines[30] = "Delight 6,KR 30,5,5,,anna@example.com,Care"
    lines[59] = "Delight 11,KR 59,0,60,,nobody@example.com,Care"
    result = planned(*lines)

    assert [(p.line, p.column) for p in result.problems] == [
        (11, "start"),
        (32, "target"),
        (61, "owner"),
    ]
    assert (result.lines, result.fine) == (60, 57)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",NPS,1,2", "2 objective: Please fill this in."),
        ("Delight,,1,2", "2 key result: Please fill this in."),
        (f"{'🙂' * 3000},NPS,1,2", "2 objective: This is 3,000 characters long; 150 fit."),
        ("Delight,NPS,,2", "2 start: Type the number that it stands at today."),
        ("Delight,NPS,1,", "2 target: Type the number that you want to reach."),
        ("Delight,NPS,1.234,2", "2 start: “1.234” can be read as"),
        ("Delight,NPS,NaN,2", "2 start: “NaN” is not a number."),
        (f"Delight,NPS,1,1{'0' * 30}", "2 target: “10000"),
        ("Delight,NPS,1,2,5 stars", "2 unit: “5 stars” cannot be a unit"),
        (f"Delight,NPS,1,2,{'x' * 21}", "2 unit: This is 21 characters long; 20 fit."),
        ("Delight,CSAT,4,6,/5", "2 target: 6 is out of range"),
        ("Delight,NPS,1,2,,eve@example.com", "2 owner: Nobody here is eve@example.com."),
        ("Delight,NPS,1,2,,,HR", "2 team: There is no team HR. These are there: Care, Ops, Sales."),
        ("Delight,NPS,1,2,,,Care,more", "2 : It has 8 cells, but there are 7 columns."),
    ],
)
def test_every_problem_is_told_with_its_line_and_column(line: str, problem: str) -> None:
    result = planned(line)

    assert told(result)[0].startswith(problem)
    assert result.fine == 0


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("kind", "wish", "“wish” is no kind of key result"),
        ("weight", "-1", "A weight lies between"),
        ("level", "galaxy", "Write one of personal, team, company."),
        ("stage", "done", "Write one of draft"),
        ("ambition", "mild", "Write one of committed, aspirational."),
        ("cycle", "2026-Q9", "I know no cycle"),
        ("supports", "O-3", "There is no O-3 here, nor in the file"),
        ("cycle starts", "soon", "“soon” is not a date"),
        ("closed", "maybe", "Write yes"),
        ("shared with", "Care; HR", "There is no team HR"),
        ("grade", "7", "A grade lies between"),
        ("lesson", "x" * 3001, "3,000 fit"),
        ("key result", "a\x00b", "cannot be kept"),
        ("supports", "the top", "is not a number of ours"),
        ("objective number", "99999999999", "is not a number of ours"),
        ("at least", "90", ""),
        ("value", "soon", "is not a number"),
    ],
)
def test_every_cell_that_says_something_else_is_refused(
    column: str, cell: str, problem: str
) -> None:
    result = planned(f"Delight,NPS,1,2,{cell}", head=f"objective,kr,start,target,{column}")

    if problem:
        assert [p.column for p in result.problems] == [column]
        assert problem in told(result)[0]
    else:
        assert result.objectives[0].krs[0].kr.aim == Keep(low=D(90))


def test_all_problems_of_a_line_are_told_at_once() -> None:
    result = planned(",NPS,1,1,,eve@example.com,HR")

    assert {p.column for p in result.problems} == {"objective", "target", "owner", "team"}


def test_a_line_without_a_team_asks_for_one_but_a_personal_one_lives_with_its_owners() -> None:
    nowhere = replace(KNOWN, team="", homes={"ME": "T2"})
    sheet = from_csv(
        "objective,kr,start,target,level\nA,b,1,2,team\nC,d,1,2,personal\nE,f,1,2,company"
    )
    result = plan(sheet, nowhere)

    assert [(p.line, p.column) for p in result.problems] == [(2, "team"), (4, "team")]
    assert [o.objective.team_id for o in result.objectives] == ["T2"]


def test_where_there_is_no_team_yet_it_says_how_to_make_one() -> None:
    sheet = from_csv(f"{HEAD}\nDelight,NPS,1,2,,,Care")

    assert "`/okr team`" in told(plan(sheet, replace(KNOWN, teams={})))[0]


def test_a_line_whose_owner_nobody_names_asks_for_one() -> None:
    sheet = from_csv("objective,kr,start,target\nA,b,1,2")
    result = plan(sheet, replace(KNOWN, importer=""))

    assert [(p.line, p.column) for p in result.problems] == [(2, "objective owner"), (2, "owner")]


def test_a_kr_that_stands_twice_is_told() -> None:
    result = planned("Delight,NPS,1,2", "delight,nps,1,3")

    assert [(p.line, p.told.values["n"]) for p in result.problems] == [(3, "2")]


def test_a_file_that_was_imported_before_is_not_imported_twice() -> None:
    result = planned("first,NPS,1,2")

    assert [(p.line, p.column) for p in result.problems] == [(2, "objective")]
    assert "O-1 has this title already. Was the file imported before?" in told(result)[0]


def test_a_file_without_the_columns_is_told_which() -> None:
    result = planned("Delight,NPS", head="Titel,Zahl")

    assert told(result)[0].startswith("1 : The first line has to name the columns; missing: obj")


def test_a_column_that_is_not_known_is_told_and_left_out() -> None:
    assert planned("A,b,1,2,x", head="objective,kr,from,to,Colour").unknown_columns == ("Colour",)


@pytest.mark.parametrize(
    ("steps", "aim"),
    [
        ('"Ask\nTry"', Milestones((Step("Ask"), Step("Try")))),
        (
            '"[x] Ask (2)\n[ ] Try (1,5)"',
            Milestones((Step("Ask", D(2), True), Step("Try", D("1.5")))),
        ),
        ('"Ask (twice)"', Milestones((Step("Ask (twice)"),))),
    ],
)
def test_steps_stand_one_in_a_line(steps: str, aim: Aim) -> None:
    result = planned(f"Delight,Steps,{steps}", head="objective,kr,steps")

    assert result.objectives[0].krs[0].kr.aim == aim


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_of_an_export_is_known_by_its_name(name: str) -> None:
    assert column_of(name.upper().replace(" ", "_")) == name


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
