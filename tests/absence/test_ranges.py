"""Two days that share their month, as they are typed behind `/okr away`."""

import re

import pytest

from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("who", "line", "why"),
    [
        ("ben", "23 - 27 Nov", ""),
        ("ben", "23–27 Nov, Rome", " Rome"),
        ("ben", "Nov 23 - 27", ""),
        ("ben", f"23-27 nov {'calls ' * 60}".rstrip(), f" {'calls ' * 60}".rstrip()),
        ("ben", "on 23rd to 27th nov", ""),
        ("ben", "23.-27.11.", ""),
        ("ben", "23.11. - 27.11.2026 Rome", " Rome"),
        ("chen", "11月23日-27日", ""),
        ("chen", "11月23-27日出差", " 出差"),
        ("dai", "11月23號至27號", ""),
    ],
)
@on_one_database
async def test_of_two_days_in_one_month_it_is_asked_whether_the_last_one_belongs_to_them(
    world: World, who: str, line: str, why: str
) -> None:
    person, care = world.person(who), world.channel("care")
    for verb, rest in (("pause", why), ("away", "")):  # which takes a person and no reason
        asked = await person.command(f"/okr {verb} {line}", care)

        assert re.findall(f"`/okr {verb} ([^`]+)`", asked.text) == [
            f"from 2026-11-23 until 2026-11-28{rest}",
            f"from 2026-11-23 until 2026-11-27{rest}",
        ]
    assert line in str(asked.blocks)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("from 23 - 27 Nov", "from Mon, 23 Nov, and back on Fri, 27 Nov"),
        ("23 until 27 Nov", "from Mon, 23 Nov, and back on Fri, 27 Nov"),
        ("until 27.11.", "until Fri, 27 Nov"),
        ("27 - 23 Nov", "“27” is not a day"),
        ("23 - 31 Nov", "“23” is not a day"),
        ("10 - 12 Nov", "10 Nov is over"),
        ("Nov 23 - 5 pm call", "I do not know what “- 5 pm call” means here"),
        ("Nov 23 - 27 pm call", "I do not know what “- 27 pm call” means here"),
    ],
)
@on_one_database
async def test_what_is_no_such_pair_is_read_as_before(world: World, line: str, told: str) -> None:
    answer = await world.person("ben").command(f"/okr away {line}", world.channel("care"))
    assert told in answer.text
