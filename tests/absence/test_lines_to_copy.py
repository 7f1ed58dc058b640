"""Every line that `/okr away` offers can be pasted back; and days as people, and we, write them."""

import re

import pytest

from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, BEN, add_team
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    "line",
    [
        "Friday",
        "Monday",  # today
        "this Monday",
        "Mon 23 Nov",
        "Mon, 30 Nov @ben",
        "23 Nov, Monday",
        "23 Nov - 27 Nov",
        "23-27 Nov Rome",
        "Mon 23 Nov - Fri, 27 Nov @ben",
        "12月20日 週日",
        "2027年1月4日 周一",
        "from tomorrow",
        "until 16 Nov",
        "until yesterday",
        "for ages",
        "sick",
        "@ben",
    ],
)
@on_one_database
async def test_each_line_to_copy_is_taken_when_it_is_pasted_back(world: World, line: str) -> None:
    await add_team(world, (ANNA, BEN))
    said = await typed(world, "anna", f"away {line}")
    offered = re.findall("`/okr (away [^`]+)`", said)
    offered += [f"away {found}" for found in re.findall("`((?:until|from) [^`]+)`", said)]
    for pasted in {one for one in offered if one != "away back"}:
        assert "🌴" in await typed(world, "anna", pasted), (line, pasted)
    assert offered


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("until Mon, 30 Nov", "away until Mon, 30 Nov"),
        ("until Mon 30 Nov @ben", "away until Mon, 30 Nov"),
        ("until Mon, 4 Jan 2027", "away until Mon, 4 Jan 2027"),
        ("from Mon, 23 Nov until Fri, 27 Nov", "from Mon, 23 Nov, and back on Fri, 27 Nov"),
        ("on Thu 19 Nov", "from Thu, 19 Nov, and back on Fri, 20 Nov"),
        ("到12月20日 週日", "away until Sun, 20 Dec"),
        ("从12月20日 周日到2027年1月4日 周一", "from Sun, 20 Dec, and back on Mon, 4 Jan 2027"),
        ("until Mon, 24 Nov", "“Mon, 24 Nov” names two days: 24 Nov is another weekday."),
        ("Thursday and Friday", "from Thu, 19 Nov, and back on Sat, 21 Nov"),
        ("on 周四和周五", "from Thu, 19 Nov, and back on Sat, 21 Nov"),
        ("Tuesday and Thursday", "I do not know what “and Thursday” means here"),
        ("from tomorrow for 3 days", "from Tue, 17 Nov, and back on Fri, 20 Nov"),
        ("from Wednesday for a week @ben", "from Wed, 18 Nov, and back on Wed, 25 Nov"),
        ("从明天起3天", "from Tue, 17 Nov, and back on Fri, 20 Nov"),
        ("until the end of the month", "away until Tue, 1 Dec"),
        ("until end of month @ben", "away until Tue, 1 Dec"),
        ("until the end of this week", "away until Mon, 23 Nov"),
        ("from tomorrow until end of month", "from Tue, 17 Nov, and back on Tue, 1 Dec"),
        ("到月底", "away until Tue, 1 Dec"),
        ("sick", "copy `/okr away today`"),
        ("sick until Wednesday", "away until Wed, 18 Nov"),
        ("@ben", "until when @ben stands in for you: `/okr away until 2026-11-23 @ben`"),
        ("@ben until Friday", f"<@{BEN}> stands in for you"),
    ],
)
@on_one_database
async def test_days_are_read_as_they_are_written(world: World, line: str, told: str) -> None:
    await add_team(world, (ANNA, BEN))
    assert told in await typed(world, "anna", f"away {line}")


@on_one_database
async def test_a_pause_of_two_days_is_one(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    said = await typed(world, "anna", "pause Thursday and Friday Offsite")
    assert "Off: Thu, 19 Nov to Fri, 20 Nov." in said


@on_one_database
async def test_the_words_for_days_are_named_in_the_language_of_who_asks(world: World) -> None:
    for who in ("chen", "dai"):
        for line in ("until", "until soon"):
            said = await typed(world, who, f"away {line}")
            assert "明天、12月24日" in said
            assert "tomorrow" not in said
    for word in ("明天", "12月24日"):
        assert "🌴" in await typed(world, "chen", f"away 到{word}")
