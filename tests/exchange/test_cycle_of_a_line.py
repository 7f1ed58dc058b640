"""In which cycle an objective is, when not each of its lines says it, or says it differently."""

import pytest

from tests.exchange.planning import planned, told
from tests.exchange.shell import Shell

HEAD = "Goal;KR;from;to;unit;owner;quarter"
CALLS = "Hosts love us;Calls;10;5;;anna@home.example;{}"
MAILS = "Hosts love us;Mails;10%;50%;%;ben@home.example;{}"
LETTERS = "Hosts love us;Letters;3;9;;ben@home.example;{}"


@pytest.mark.parametrize(
    ("first", "second", "cycle"),
    [
        ("2026-Q4", "", "2026-Q4"),
        ("", "2026-Q4", "2026-Q4"),
        ("", "next", "2027-Q1"),
        ("2027-Q1", "", "2027-Q1"),
        ("q4 2026", "2026-Q4", "2026-Q4"),
    ],
)
async def test_an_empty_cycle_is_its_objectives(
    shell: Shell, first: str, second: str, cycle: str
) -> None:
    shell.write(HEAD, CALLS.format(first), MAILS.format(second))
    code, said = await shell.imports()

    assert code == 0, said
    table = await shell.exports()
    assert [(row["objective number"], row["key result"], row["cycle"]) for row in table] == [
        ("O-1", "Calls", cycle),
        ("O-1", "Mails", cycle),
    ]


async def test_of_two_cycles_none_is_guessed(shell: Shell) -> None:
    shell.write(HEAD, CALLS.format("2026-Q4"), MAILS.format("next"), LETTERS.format(""))
    code, said = await shell.imports()

    assert code == 1
    line, column, what = said.splitlines()[1].split("\t")
    assert (line, column) == ("4", "cycle")
    assert "in 2026-Q4 in line 2, and in 2027-Q1 in line 3" in what
    assert len(said.splitlines()) == 3  # the head, the problem, the sum


async def test_an_objective_may_stand_in_two_cycles(shell: Shell) -> None:
    shell.write(HEAD, CALLS.format("2026-Q4"), MAILS.format("next"))
    code, said = await shell.imports()

    assert code == 0, said
    assert [row["cycle"] for row in await shell.exports()] == ["2026-Q4", "2027-Q1"]


def test_a_cycle_of_its_own_is_repeated_by_its_name_alone() -> None:
    head = "objective,kr,start,target,cycle,cycle starts,cycle ends"
    result = planned(
        "Delight,NPS,1,2,Sprint 7,,",
        "Delight,CSAT,1,2,Sprint 7,2027-02-01,2027-02-20",
        "Delight,Calls,1,2,,,",
        head=head,
    )

    assert told(result) == []
    (one,) = result.objectives
    assert f"{one.objective.cycle.starts}" == "2027-02-01"
    assert len(one.krs) == 3


def test_one_number_in_two_cycles_is_told_at_the_cycle() -> None:
    head = "objective number,key result number,cycle"
    result = planned("O-1,KR-7,Q4 2026", "O-1,KR-8,2026-q4", "O-1,,2027-Q1", head=head)

    (problem,) = told(result)
    assert problem.startswith("4 cycle: Line 2 says something else of the same objective: Q4 2026.")
