"""Values that were taken for another: two of them, another unit, units of another language."""

import re

import pytest

from tests.okr.stage import BEN, RESPONSE, SCORE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

MONEY = ("Revenue", "0", "9000", "EUR")
SHARE = ("Calls answered", "0", "90", "%")


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("KR-1 1200 -> 1300", ["1300", "1200"]),
        ("KR-1 1200→1300 new page", ["1300 new page", "1200; new page"]),
        ("KR-1 45 to 50", ["50", "45"]),
        ("KR-2 2-3 h", ["3 h", "2"]),
        ("KR-2 5h 到 3h", ["3h", "5h"]),
        ("KR-2 2 bis 3 Stunden", ["3 Stunden", "2"]),
        ("KR-1 6 or 7", ["7", "6"]),
        ("KR-2 6 or 7 h", ["7 h", "6"]),
        ("KR-1 64 or 65; at risk; no phones", ["65; at risk; no phones", "64; at risk; no phones"]),
        ("KR-1 55 或 57", ["57", "55"]),
        ("KR-1 55或者57", ["57", "55"]),
        ("KR-1 40 up to 45", ["45", "40"]),
        ("KR-1 40 now 45", ["45", "40"]),
        ("KR-1 40 sorry, 45", ["45", "40"]),
        ("KR-1 40 > 45", ["45", "40"]),
        ("KR-1 40升到45", ["45", "40"]),
        ("KR-1 40 變成 45", ["45", "40"]),
    ],
)
@on_one_database
async def test_of_two_values_it_is_asked_which_one_holds(
    care: World, make: Make, line: str, lines: list[str]
) -> None:
    await make(BEN, SCORE, RESPONSE)
    seen = await typed(care, "ben", f"/okr update {line}")

    assert "holds two values" in seen.text
    number = int(line[3])
    assert re.findall(f"`/okr update KR-{number} ([^`]+)`", seen.text) == lines
    assert line in words(seen.blocks)
    assert await past(care, number) == []
    await typed(care, "ben", f"/okr update KR-{number} {lines[0]}")
    assert len(await past(care, number)) == 1


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("KR-1 45 due to 3 calls", "45", "due to 3 calls"),
        ("KR-1 45 to 3 of them", "45", "to 3 of them"),
        ("KR-1 45 - 3 of them new", "45", "- 3 of them new"),
        ("KR-1 45 now 3 are new", "45", "now 3 are new"),
        ("KR-2 150 Minuten", "2.5", ""),
        ("KR-2 2 Std. 30 Min.", "2.5", ""),
        ("KR-2 2 Wochen, endlich", "336", "endlich"),
        ("KR-2 1 Stunde schneller", "1", "schneller"),
        ("KR-3 45,5 Prozent am Montag", "45.5", "am Montag"),
        ("KR-4 1300 euros at last", "1300", "at last"),
        ("KR-4 1300欧元", "1300", ""),
        ("KR-1 八十八", "88", ""),
        ("KR-1 十二，快了", "12", "快了"),
        ("KR-1 一百二十", "120", ""),
        ("KR-1 三千零五", "3005", ""),
        ("KR-1 +两百", "240", ""),
        ("KR-3 forty-five; at last", "45", "at last"),
    ],
)
@on_one_database
async def test_a_unit_is_read_by_every_name_and_a_number_in_words(
    care: World, make: Make, line: str, value: str, note: str
) -> None:
    await make(BEN, SCORE, RESPONSE, SHARE, MONEY)
    await typed(care, "ben", f"/okr update {line}")

    (done,) = await past(care, int(line[3]))
    assert (f"{done.value.normalize():f}", done.note) == (value, note)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("KR-4 1300 dollars", "“1300 dollars” is not in this key result's unit, which is EUR"),
        ("KR-4 1300 美元", "which is EUR"),
        ("KR-1 45 percent", "“45 percent” is not a number. This key result has no unit"),
        ("KR-2 2 h. 30 minutes were saved", "with a note"),
        ("KR-1 一百二", "not a number"),
        ("KR-1 十分满意", "not a number"),
        ("KR-1 two more of them", "can be the value, or begin a sentence"),
        ("KR-1 a", "not a number"),
    ],
)
@on_one_database
async def test_another_unit_and_words_of_a_sentence_are_refused(
    care: World, make: Make, line: str, told: str
) -> None:
    await make(BEN, SCORE, RESPONSE, SHARE, MONEY)
    seen = await typed(care, "ben", f"/okr update {line}")

    assert told in seen.text
    assert await past(care, int(line[3])) == []
