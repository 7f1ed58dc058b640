"""Imports of something new: what a file would make, and each problem with its line."""

from dataclasses import replace

import pytest

from handlers.exchange.rules.columns import COLUMNS, column_of
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.sheet import from_csv
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step
from tests.exchange.planning import HEAD, KNOWN, D, planned, told


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
    lines[9] = "Delight 1,KR 9,many,20,,anna@example.com,Care"
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
