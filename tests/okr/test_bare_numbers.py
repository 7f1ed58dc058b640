"""Numbers without a word behind a duration: read where they are minutes, else asked about."""

import re
from decimal import Decimal

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import RESPONSE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

D = Decimal


@pytest.mark.parametrize(
    ("said", "value", "note"),
    [
        ("5h 30", "5.5", ""),
        ("5 h 05", "5.083333", ""),
        ("2 hours 30, at last", "2.5", "at last"),
        ("1d 4h 30", "28.5", ""),
        ("两小时 30", "2.5", ""),
        ("2小时30，快了", "2.5", "快了"),
        ("兩個小時 ３０", "2.5", ""),
        ("two hours thirty", "2.5", ""),
        ("two hours forty-five, at last", "2.75", "at last"),
        ("两小时三十", "2.5", ""),
        ("2小時 三十", "2.5", ""),
        ("5 1/2 h", "5.5", ""),
        ("5 1/3 hours on weekends", "5.333333", "on weekends"),
        ("5½ h", "5.5", ""),
        ("5 ½ 小时", "5.5", ""),
        ("½ h", "0.5", ""),
        ("1/2 hour, at last", "0.5", "at last"),
        ("5½", "5.5", ""),
        # What is counted by a word of its own is a note, as it was.
        ("2 h 3 tickets", "2", "3 tickets"),
        ("2 h 100 tickets", "2", "100 tickets"),
        ("2小时 30个客户", "2", "30个客户"),
        ("5h 14:30 it broke", "5", "14:30 it broke"),
        ("5h 30-40 of them open", "5", "30-40 of them open"),
        ("5h; 30", "5", "30"),
        ("5 30 tickets", "5", "30 tickets"),
        ("5 1/2 of them", "5", "1/2 of them"),
        ("2 hours five", "2", "five"),
        ("5h 1.2.3", "5", "1.2.3"),
        # A colon, three dots and blanks end what they stand behind.
        ("2h30: much better", "2.5", "much better"),
        ("5h30:", "5.5", ""),
        ("2小时30：好多了", "2.5", "好多了"),
        ("5h 30: much better", "5.5", "much better"),
        ("5h 30…", "5.5", ""),
        ("5h  30", "5.5", ""),
        ("5h\t30", "5.5", ""),
        ("5h ½ of them", "5", "½ of them"),
        # 9天半 is all of it where it ends.
        ("9天半 省了一天", "228", "省了一天"),
        ("2小时半 快了", "2.5", "快了"),
    ],
)
def test_it_is_minutes_behind_hours_or_counts_what_follows(
    said: str, value: str, note: str
) -> None:
    assert rules.take(said, "h") == Taken(D(value), note)


@pytest.mark.parametrize(
    ("said", "unit", "value"),
    [
        ("5½ users at last", "users", "5.5"),
        ("12½%", "%", "12.5"),
        ("4½", "/5", "4.5"),
        ("€2½M", "EUR", "2500000"),
    ],
)
def test_a_half_in_one_letter_is_read_in_every_unit(said: str, unit: str, value: str) -> None:
    assert rules.take(said, unit).value == D(value)


@pytest.mark.parametrize(
    ("said", "unit", "whole", "apart"),
    [
        ("5h 75", "h", ("5h 75 min", "6.25"), ("5h; 75", "5", "75")),
        ("5h 5", "h", ("5h 5 min", "5.083333"), ("5h; 5", "5", "5")),
        ("2 days 3", "h", ("2 days 3 h", "51"), ("2 days; 3", "48", "3")),
        ("两天 3", "h", ("两天 3 小时", "51"), ("两天; 3", "48", "3")),
        ("5 min 30", "min", ("5 min 30 s", "5.5"), ("5 min; 30", "5", "30")),
        ("2min30", "min", ("2min30s", "2.5"), ("2min; 30", "2", "30")),
        ("1.5 h 30", "h", ("1.5 h 30 min", "2"), ("1.5 h; 30", "1.5", "30")),
        ("half an hour 12", "h", ("half an hour 12 min", "0.7"), ("half an hour; 12", "0.5", "12")),
        ("5 30", "h", ("5 h 30 min", "5.5"), ("5; 30", "5", "30")),
        ("+5h 75", "h", ("+5h 75 min", "6.25"), ("+5h; 75", "5", "75")),
        ("5h ½", "h", ("5h 30 min", "5.5"), ("5h; ½", "5", "½")),
        ("5h 0,25", "h", ("5h 15 min", "5.25"), ("5h; 0,25", "5", "0,25")),
        ("两天 ½", "h", ("两天 12 小时", "60"), ("两天; ½", "48", "½")),
        ("5h 1000", "h", ("5h 1000 min", "21.666667"), ("5h; 1000", "5", "1000")),
        ("5h 75…", "h", ("5h 75 min", "6.25"), ("5h; 75…", "5", "75…")),
        ("5h  75", "h", ("5h 75 min", "6.25"), ("5h; 75", "5", "75")),
        ("5h 30 faster", "h", ("5h 30 min; faster", "5.5"), ("5h; 30 faster", "5", "30 faster")),
        (
            "2小时30个客户",
            "h",
            ("2小时30分钟; 个客户", "2.5"),
            ("2小时; 30个客户", "2", "30个客户"),
        ),
    ],
)
def test_what_can_be_both_is_asked_with_two_lines_to_copy(
    said: str, unit: str, whole: tuple[str, str], apart: tuple[str, str, str]
) -> None:
    with pytest.raises(UserError) as asked:
        rules.take(said, unit)
    told = asked.value.sentence.format(**asked.value.values)
    assert re.findall("`([^`]+)`", told) == [whole[0], apart[0]]
    assert rules.take(whole[0], unit) == Taken(D(whole[1]), whole[0].partition("; ")[2])
    assert rules.take(apart[0], unit) == Taken(D(apart[1]), apart[2])


def test_both_lines_to_copy_hold_all_of_a_long_note() -> None:
    note = "because the new queue rule sends them to `the right` team\nat once " * 5
    with pytest.raises(UserError) as asked:
        rules.take(f"5h 30 {note}", "h")
    told = asked.value.sentence.format(**asked.value.values)
    kept = " ".join(note.replace("`", "'").split())
    lines = re.findall("`([^`]+)`", told)
    assert lines == [f"5h 30 min; {kept}", f"5h; 30 {kept}"]
    assert rules.take(lines[0], "h") == Taken(D("5.5"), kept)


@pytest.mark.parametrize(
    ("said", "unit", "whole"),
    [
        ("5 1/2", "h", "5.5"),
        ("5 1/2 users", "users", "5.5"),
        ("12 1/2 %", "%", "12.5"),
        ("5 2/3, at last", "", "5.666667"),
        ("4 1/2", "/5", "4.5"),
    ],
)
def test_a_fraction_that_may_be_a_note_is_asked_about(said: str, unit: str, whole: str) -> None:
    with pytest.raises(UserError, match="with a note") as asked:
        rules.take(said, unit)
    assert asked.value.values["plain"] == whole
    assert rules.take(said.replace(" ", ", ", 1), unit).note == said.partition(" ")[2]


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("ben", "KR-1 5h 30", "is at 5.5 h"),
        ("ben", "first response 5 1/2 h", "is at 5.5 h"),
        ("ben", "first response 5h 30", "is at 5.5 h"),
        ("ben", "first response ½ h", "is at 0.5 h"),
        ("chen", "KR-1 两小时 30", "现在是 2.5 h"),
        ("dai", "first response 兩小時三十", "現在是 2.5 h"),
    ],
)
@on_one_database
async def test_what_is_read_is_recorded(
    care: World, make: Make, who: str, line: str, told: str
) -> None:
    await make(care.person(who).user, RESPONSE)
    seen = await typed(care, who, f"/okr update {line}")

    assert told in words(seen.blocks)
    assert [done.note for done in await past(care, 1)] == [""]


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("ben", "KR-1 2 days 3", "Type `2 days 3 h` for the one, or `2 days; 3` for the other."),
        ("ben", "first response 5h 75", "“5h 75” can be 5h 75 min, or 5h with a note."),
        ("chen", "KR-1 两天 3", "前者请写 `两天 3 小时`，后者请写 `两天; 3`。"),
        ("dai", "KR-1 5h 30 快了", "前者請寫 `5h 30 min; 快了`，後者請寫 `5h; 30 快了`。"),
    ],
)
@on_one_database
async def test_what_is_asked_about_is_given_back_and_not_recorded(
    care: World, make: Make, who: str, line: str, told: str
) -> None:
    await make(care.person(who).user, RESPONSE)
    seen = await typed(care, who, f"/okr update {line}")

    assert told in seen.text
    assert line in words(seen.blocks)
    assert await past(care, 1) == []
