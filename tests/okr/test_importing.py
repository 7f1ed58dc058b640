"""Imports: what a file would make, each problem with its line, and nothing lost on the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.text import Texts
from handlers.okr.rules.columns import COLUMNS, SheetKr, cells_of, changed, column_of
from handlers.okr.rules.cycle import period_of
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.importing import Known, Plan, plan
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step
from handlers.okr.rules.life import Level, Stage
from handlers.okr.rules.line import typed_number
from handlers.okr.rules.sheet import from_csv, from_json, to_csv, to_json

D = Decimal
SAY = Texts().say("en-US")
KNOWN = Known(
    people={"anna@example.com": "ANNA", "ben@example.com": "BEN"},
    teams={"care": "T1", "sales": "T2"},
    today=date(2026, 11, 16),
    objectives=frozenset({1, 2}),
    krs=frozenset({7, 8}),
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
    assert (delight.team_id, delight.owner_id, delight.cycle.id) == ("T1", "ANNA", "2026-Q4")
    assert delight.krs[1].kr.aim == Reach(D(9), D("2.5"))
    assert (delight.krs[1].owner_id, delight.krs[1].line) == ("BEN", 3)
    assert (grow.team_id, grow.krs[0].kr.unit) == ("T2", "EUR")
    assert grow.krs[0].kr.aim == Reach(D(12000), D(15000))


def test_what_a_line_leaves_open_has_a_default() -> None:
    result = planned("Delight,NPS,32,45", head="Ziel,Key Result,From,To")

    objective = result.objectives[0]
    assert (objective.owner_id, objective.team_id) == ("ME", "T1")
    assert objective.first.ambition is Ambition.COMMITTED
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
    assert sum(len(o.krs) for o in result.objectives) == 57


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
        ("Delight,NPS,1,2,,eve@example.com", "2 owner: Nobody here has the e-mail address"),
        ("Delight,NPS,1,2,,,Ops", "2 team: There is no team Ops. These are there: care, sales."),
        ("Delight,NPS,1,2,,,Care,more", "2 : It has 8 cells, but there are 7 columns."),
    ],
)
def test_every_problem_is_told_with_its_line_and_column(line: str, problem: str) -> None:
    result = planned(line)

    assert told(result)[0].startswith(problem)
    assert result.objectives == ()


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("kind", "wish", "“wish” is no kind of key result"),
        ("weight", "-1", "A weight lies between"),
        ("level", "galaxy", "Write one of personal, team, company."),
        ("stage", "done", "Write one of draft"),
        ("ambition", "mild", "Write one of committed, aspirational."),
        ("cycle", "2026-Q9", "I know no cycle"),
        ("supports", "O-3", "There is no O-3 here"),
        ("supports", "the top", "is not a number of ours"),
        ("key result number", "KR-9", "There is no KR-9 here"),
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
    result = planned(",NPS,1,1,,eve@example.com,Ops")

    assert [p.column for p in result.problems] == ["objective", "target", "owner", "team"]


def test_a_line_without_a_team_asks_for_one_unless_it_is_personal() -> None:
    nowhere = Known(people={}, teams={"care": "T1"}, today=KNOWN.today, importer="ME")
    sheet = from_csv(
        "objective,kr,start,target,level\nA,b,1,2,team\nC,d,1,2,personal\nE,f,1,2,company"
    )
    result = plan(sheet, nowhere)

    assert [(p.line, p.column) for p in result.problems] == [(2, "team")]
    assert [o.team_id for o in result.objectives] == ["", ""]


def test_a_kr_that_stands_twice_is_told() -> None:
    result = planned("Delight,NPS,1,2", "delight,nps,1,3")

    assert [(p.line, p.told.values["n"]) for p in result.problems] == [(3, 2)]


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


def test_only_what_differs_is_a_change() -> None:
    before = SheetKr("Delight", "NPS", Reach(D(1), D(2)))

    assert changed(before, SheetKr("Delight", "NPS", Reach(D("1.0"), D(2)))) == frozenset()
    after = SheetKr("Delight", "NPS", Reach(D(1), D(3)), owner="ben@example.com")
    assert changed(before, after) == {"aim", "owner"}


numbers = st.decimals(-(10**12), 10**12, places=4)
titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text == text.strip() and bool(text.strip())
)
reach = st.builds(Reach, numbers, numbers).filter(lambda aim: aim.start != aim.target)
bands = st.one_of(
    st.builds(lambda low: Keep(low=low), numbers),
    st.builds(lambda high: Keep(high=high), numbers),
    st.builds(lambda low, width: Keep(low, low + width), numbers, st.decimals(1, 100, places=1)),
)
steps = st.lists(
    st.builds(Step, titles, st.decimals("0.1", 100, places=1), st.booleans()),
    min_size=1,
    max_size=4,
).map(lambda steps: Milestones(tuple(steps)))
lines = st.builds(
    SheetKr,
    objective=titles,
    title=titles,
    aim=st.one_of(reach, bands, steps),
    unit=st.sampled_from(["", "%", "EUR", "h", "active users", "/5", "min"]),
    weight=st.decimals(0, 100, places=2),
    owner=st.sampled_from(["", "anna@example.com"]),
    team=st.sampled_from(["Care", "Sales"]),
    level=st.sampled_from(Level),
    cycle=st.sampled_from(["2026-Q4", "2027-Q1", "2026-11", "2026-T3"]),
    objective_owner=st.sampled_from(["", "ben@example.com"]),
    ambition=st.sampled_from(Ambition),
    stage=st.sampled_from(Stage),
    supports=st.sampled_from([None, 1]),
    objective_number=st.sampled_from([None, 2]),
    value=st.none() | numbers,
).filter(lambda kr: not kr.unit.startswith("/") or isinstance(kr.aim, Milestones))


@given(st.lists(lines, max_size=3), st.booleans())
def test_export_then_import_changes_nothing(krs: list[SheetKr], as_json: bool) -> None:
    exported = [cells_of(kr) for kr in krs]
    there = (
        (from_json(to_json(COLUMNS, exported)) if as_json else from_csv(to_csv(COLUMNS, exported)))
        if krs
        else from_json("[]")
    )
    one_by_one = [plan(type(there)(COLUMNS, (row,)), KNOWN) for row in there.rows]

    for kr, result in zip(krs, one_by_one, strict=True):
        if kr.value is not None and kr.unit.startswith("/") and not 0 <= kr.value <= 5:
            assert [p.column for p in result.problems] == ["value"]
            continue
        assert told(result) == []
        assert result.objectives[0].krs[0].kr == kr
        assert changed(kr, result.objectives[0].krs[0].kr) == frozenset()


@given(numbers)
def test_an_exported_number_is_read_in_one_way(value: Decimal) -> None:
    kr = SheetKr("Delight", "NPS", Reach(value, value + 1))

    assert cells_of(kr)["start"] == typed_number(value)


def test_the_cycle_of_a_line_without_one_is_the_one_that_runs() -> None:
    assert planned("A,b,1,2").objectives[0].cycle == period_of(KNOWN.rhythm, KNOWN.today)
