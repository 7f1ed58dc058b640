"""What stands behind a value and makes another one of it: a second number, more and less."""

import re

import pytest

from tests.okr.stage import BEN, RESPONSE, SCORE, Make, words
from tests.okr.test_form import opened
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

SHARE = ("Calls answered", "0", "90", "%")
MONEY = ("Revenue", "0", "9000", "EUR")


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("KR-1 45 50", "45; 50"),
        ("KR-1 15 00", "15; 00"),
        ("KR-1 45. 5", "45; 5"),
        ("KR-1 45。5", "45; 5"),
        ("KR-1 45，3", "45; 3"),
        ("KR-1 45 8/10", "45; 8/10"),
        ("KR-1 45 and 50", "45; and 50"),
        ("KR-1 1 thousand two hundred", "1 thousand; two hundred"),
        ("KR-1 45 六", "45; 六"),
        ("KR-1 40 + 5", "40; + 5"),
        ("KR-1 40 + 3 in beta", "40; + 3 in beta"),
        ("KR-1 3 x 4 = 12", "3; x 4 = 12"),
        ("KR-1 45 minus 3", "45; minus 3"),
        ("KR-2 5h - 6h", "5h; - 6h"),
        ("KR-2 5h + 30 min", "5h; + 30 min"),
        ("KR-3 45% - 50%", "45%; - 50%"),
        ("KR-3 40%, 45%", "40%; 45%"),
        ("KR-4 12€50", "12€; 50"),
    ],
)
@on_one_database
async def test_several_numbers_are_no_value_and_its_note(
    care: World, make: Make, line: str, noted: str
) -> None:
    await make(BEN, SCORE, RESPONSE, SHARE, MONEY)
    seen = await typed(care, "ben", f"/okr update {line}")

    number = int(line[3])
    assert "holds several numbers" in seen.text
    assert re.findall(f"`/okr update KR-{number} ([^`]+)`", seen.text) == [noted]
    assert line in words(seen.blocks)
    assert await past(care, number) == []
    await typed(care, "ben", f"/okr update KR-{number} {noted}")
    assert [one.note for one in await past(care, number)] == [noted.partition("; ")[2]]


@pytest.mark.parametrize(
    ("who", "line", "lines"),
    [
        ("ben", "KR-1 5 more", ["5; more", "45; 5 more"]),
        ("ben", "KR-1 5 fewer than before", ["5; fewer than before", "35; 5 fewer than before"]),
        ("ben", "KR-2 5 hours less", ["5 hours; less", "55 h; 5 hours less"]),
        ("ben", "KR-3 5% higher", ["5%; higher", "5 %; 5% higher"]),
        ("dai", "KR-1 5 more", ["5; more", "45; 5 more"]),
    ],
)
@on_one_database
async def test_more_and_less_may_say_how_far_it_moved(
    care: World, make: Make, who: str, line: str, lines: list[str]
) -> None:
    await make(care.person(who).user, SCORE, RESPONSE, SHARE)
    seen = await typed(care, who, f"/okr update {line}")

    number = int(line[3])
    assert re.findall(f"`/okr update KR-{number} ([^`]+)`", seen.text) == lines
    assert await past(care, number) == []
    for copied in lines:
        await typed(care, who, f"/okr update KR-{number} {copied}")
        assert (await past(care, number))[0].note == copied.partition("; ")[2]


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("KR-1 45 (+3)", "45", "(+3)"),
        ("KR-1 45 +3 this week", "45", "+3 this week"),
        ("KR-1 45 - 3 of them new", "45", "- 3 of them new"),
        ("KR-1 45 3rd try", "45", "3rd try"),
        ("KR-1 45, was 40", "45", "was 40"),
        ("KR-1 45; 50", "45", "50"),
        ("KR-1 45 xray", "45", "xray"),
        ("KR-1 45 more or less", "45", "more or less"),
        ("KR-1 45, more soon", "45", "more soon"),
        ("KR-1 +5 more", "45", "more"),
        ("KR-1 =5 more", "5", "more"),
        ("KR-1 500 less", "500", "less"),  # nobody had so many
    ],
)
@on_one_database
async def test_other_words_and_numbers_are_a_note(
    care: World, make: Make, line: str, value: str, note: str
) -> None:
    await make(BEN, SCORE)
    await typed(care, "ben", f"/okr update {line}")

    (done,) = await past(care, 1)
    assert (f"{done.value.normalize():f}", done.note) == (value, note)


@on_one_database
async def test_in_the_form_several_numbers_are_refused_as_well(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    form = await opened(care, "ben", "/okr update KR-1")
    refused = await care.person("ben").submit(form, {"okr.value.1": "40 + 5"})

    assert set(refused.errors) == {"okr.value.1"}
    assert await past(care, 1) == []
