"""What was typed is given back where it came to nothing."""

import pytest

from tests.okr.stage import BEN, Make, words
from tests.okr.test_command import typed
from tests.trust.deep import on_one_database
from tests.world import World

NOTE = "and a note that took some minutes to write"


@pytest.mark.parametrize(
    ("line", "told", "given_back"),
    [
        (f"update zzz 30 {NOTE}", "No open key result is called", f"zzz 30 {NOTE}"),
        (f"update KR-1 soon {NOTE}", "is not a number", f"KR-1 soon {NOTE}"),
        (f"zzz KR-1 30 {NOTE}", "“zzz” is not a command", f"zzz KR-1 30 {NOTE}"),
        (f"kudos @anna {NOTE}", "type it without `/okr`", f"/kudos @anna {NOTE}"),
        ("quote", "`/quote` is a command of its own", "/quote"),
    ],
)
@on_one_database
async def test_a_line_that_came_to_nothing_is_there_to_be_copied(
    care: World, make: Make, line: str, told: str, given_back: str
) -> None:
    await make(BEN)
    seen = await typed(care, "ben", f"/okr {line}")

    read = words(seen.blocks)
    assert told in read
    assert "This is what you typed:" in read
    assert given_back in read.partition("This is what you typed:")[2]


@pytest.mark.parametrize("line", ["KR-1 40", "kr1: 40 and faster", "1 40"])
@on_one_database
async def test_a_value_without_the_word_update_is_offered_with_it(
    care: World, make: Make, line: str
) -> None:
    await make(BEN)
    seen = await typed(care, "ben", f"/okr {line}")

    assert f"`/okr update {line}`" in seen.text
    assert line in words(seen.blocks).partition("This is what you typed:")[2]
    done = await typed(care, "ben", f"/okr update {line}")
    assert "is at 40 h" in words(done.blocks)


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("/okr updaet KR-1 5 `fast`", "update KR-1 5 'fast'"),
        ("/okr shwo", "show"),
        ("/okr hist", "history"),
        ("/okr report", "checkin report"),
        ("/okr hlep", "help"),
        ("/okr undo KR-1 ", "withdraw KR-1"),
        ("/okr 更新 KR-1 45", "update KR-1 45"),
        ("/okr 更薪KR-1 45", "update KR-1 45"),
        ("/okr 我的", "mine"),
        ("/okr 團隊", "team"),
        ("/okr 報告", "checkin report"),
        (f"/okr updaet KR-1 5 {'fast ' * 250}", "update"),
    ],
)
async def test_an_unknown_verb_is_answered_with_the_nearest(
    care: World, make: Make, line: str, nearest: str
) -> None:
    await make(BEN)
    seen = await typed(care, "ben", line)

    assert f"Did you mean `/okr {nearest}`? `/okr help` lists all" in seen.text
    given_back = "This is what you typed:" in words(seen.blocks)
    assert given_back == ("KR-1 " in line)  # a word alone stands in the answer


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("請假到12月1日", "away 到12月1日"),
        ("请假到周五", "away 到周五"),
        ("請假到下週一 @tom", "away 到下週一 @tom"),
        ("请假三天", "away 三天"),
        ("我要请假三天", "away 三天"),
        ("暫停到週五", "pause 到週五"),
        ("週五回來", "away 到週五"),
        ("我12月1日回来", "away 到12月1日"),
        ("下周一才回来 @tom", "away 到下周一 @tom"),
        ("我回来了", "away back"),
        ("更新進度KR-1 45", "update KR-1 45"),
        ("為什麼KR-1", "why KR-1"),
    ],
)
@on_one_database
async def test_what_touches_a_chinese_verb_is_kept(care: World, line: str, nearest: str) -> None:
    seen = await typed(care, "chen", f"/okr {line}")

    assert f"`/okr {nearest}`" in seen.text


@pytest.mark.parametrize("line", ["谢谢 @lei 帮忙", "謝謝@lei 帮忙"])
@on_one_database
async def test_thanks_in_chinese_are_sent_to_their_command(care: World, line: str) -> None:
    seen = await typed(care, "chen", f"/okr {line}")

    assert "`/kudos`" in seen.text
    assert "/kudos @lei 帮忙" in words(seen.blocks)


@on_one_database
async def test_what_is_given_back_keeps_its_stars_and_signs(care: World, make: Make) -> None:
    await make(BEN)
    line = "KR-1 soon *not* _yet_ `x` ~y~ <b> & :tada:"
    seen = await typed(care, "ben", f"/okr update {line}")

    assert seen.blocks[-1]["text"] == {"type": "plain_text", "text": line, "emoji": False}


@on_one_database
async def test_a_long_word_is_shortened_and_given_back_whole(care: World) -> None:
    seen = await typed(care, "chen", f"/okr {'客户说很好' * 20}")

    assert f"“{'客户说很好' * 8}”不是命令" in seen.text
    assert "客户说很好" * 20 in words(seen.blocks[1:])


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("ben", "update KR-1 45 of 75 {note}", "If it is 45, put a semicolon behind it"),
        ("ben", "update KR-1 5h 75, {note}", "If it is 5h, put a semicolon behind it"),
        ("chen", "update KR-1 an hour {note}", "如果是 an hour，请在它后面加分号"),
        ("ben", "KR-1 45 {note}", "`/okr update KR-1`"),
        ("ben", "updaet KR-1 45 {note}", "Did you mean `/okr update`?"),
    ],
)
@on_one_database
async def test_a_line_that_is_too_long_to_be_shown_whole_is_not_offered(
    care: World, make: Make, who: str, line: str, told: str
) -> None:
    await make(care.person(who).user)
    line = line.format(note=" ".join(["calls"] * 400))
    seen = await typed(care, who, f"/okr {line}")

    assert told in seen.text
    assert "calls calls" not in seen.text
    assert line.removeprefix("update ") in words(seen.blocks).replace("\n", "")
