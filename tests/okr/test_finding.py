"""Finding the KR that somebody means."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import flows
from storage.db import Sessions
from tests.okr.stage import BEN, objective
from tests.world import HOME, START

TITLES = (
    "First response time",
    "First response on chat",
    "Raise NPS to 60",
    "Answer 90% within 4 hours",
    "首次响应时间",
    "Time to first value",
)


@pytest.fixture(autouse=True)
async def _objectives(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, BEN, *((t, "0", "100", "") for t in TITLES[:5]))
        await objective(session, BEN, (TITLES[5], "0", "100", ""))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("KR-3", [3]),
        ("kr3", [3]),
        ("3", [3]),
        ("KR-77", []),
        ("99999999999", []),
        ("nps", [3]),
        ("NPS raise", [3]),
        ("frist respnse time", [1]),  # typing errors
        ("first response", [1, 2]),
        ("first response time", [1]),  # the whole title is that one alone
        ("first value", [6]),
        ("chat", [2]),
        ("首次响应", [5]),
        ("响应时间", [5]),
        ("churn", []),
        ("?!", []),
        ("", []),
    ],
)
async def test_a_kr_is_found_by_number_or_words(
    home: Sessions, words: str, numbers: list[int]
) -> None:
    async with home.workspace(HOME, reading=True) as session:
        found = await flows.find(session, words, START)

    assert sorted(kr.number for kr in found) == numbers


@pytest.mark.parametrize(
    ("line", "numbers", "rest"),
    [
        ("KR-3 45 good", [3], "45 good"),
        ("nps 60", [3], "60"),  # the 60 of the title is the value here
        ("raise nps to 60", [3], ""),  # and here it is the title
        ("nps 60 up from 55", [3], "60 up from 55"),
        ("first response 45 because of 3 people", [1, 2], "45 because of 3 people"),
        ("answer within 4 hours 3 good", [4], "3 good"),
        ("response on chat: 45%", [2], "45%"),
        ("首次响应 3 快了", [5], "3 快了"),
        ("chat", [2], ""),
    ],
)
async def test_a_line_is_split_where_the_name_ends(
    home: Sessions, line: str, numbers: list[int], rest: str
) -> None:
    async with home.workspace(HOME, reading=True) as session:
        meant = await flows.understand(session, line, START)

    assert (sorted(kr.number for kr in meant.krs), meant.rest) == (numbers, rest)


@pytest.mark.parametrize("line", ["KR-77 5", "churn 5", "45 good", "!!!"])
async def test_what_names_no_kr_is_told(home: Sessions, line: str) -> None:
    async with home.workspace(HOME, reading=True) as session:
        with pytest.raises(UserError, match="open key result"):
            await flows.understand(session, line, START)
