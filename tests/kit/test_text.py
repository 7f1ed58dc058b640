"""Text from people is harmless; numbers and dates look as the reader writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit import blocks
from handlers.kit.bidi import ended
from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number
from handlers.kit.text import Texts, columns, escape, mention, plain

SAY = Texts().say("en-US")


@given(st.text())
def test_escaped_text_can_neither_ping_nor_link_and_comes_back_whole(text: str) -> None:
    safe = escape(text)
    assert "<" not in safe
    assert ">" not in safe
    assert plain(safe) == ended(text)


def test_what_people_wrote_is_escaped_and_what_we_made_is_not() -> None:
    said = SAY("{who} said {what}", who=mention("U1"), what="<!channel> & co")
    assert said == "<@U1> said &lt;!channel&gt; &amp; co"
    assert blocks.section(said)["text"]["text"] == said


def test_plain_text_shows_what_people_wrote() -> None:
    button = blocks.button(SAY("Show {what}", what="A & B"), "a.b")
    assert button["text"]["text"] == "Show A & B"


@pytest.mark.parametrize(
    ("locale", "sentences", "joined"),
    [
        ("en-US", ("It is done.", "Type `/okr`."), "It is done. Type `/okr`."),
        ("en-US", ("“谢谢。”", "It is done."), "“谢谢。” It is done."),
        ("zh-CN", ("已完成。", "请输入 `/okr`。"), "已完成。请输入 `/okr`。"),
        ("zh-CN", ("真的吗？", "真的！", "好。"), "真的吗？真的！好。"),
        ("zh-CN", ("他说：“好”", "就这样。"), "他说：“好”就这样。"),
        ("zh-TW", ("他說：「好」", "就這樣。"), "他說：「好」就這樣。"),
        ("zh-CN", ("请看 `/okr`", "然后继续。"), "请看 `/okr` 然后继续。"),
        ("zh-CN", ("完成 🎉", "继续。"), "完成 🎉 继续。"),
        ("zh-CN", ("", "已完成。", ""), "已完成。"),
    ],
)
def test_sentences_are_joined_as_their_language_does_it(
    locale: str, sentences: tuple[str, ...], joined: str
) -> None:
    assert Texts().say(locale).joined(*sentences) == joined


@given(st.text(alphabet="a&<>;é谢", max_size=60), st.integers(min_value=12, max_value=60))
def test_shortened_text_fits_and_never_ends_inside_an_entity(text: str, limit: int) -> None:
    short = blocks.shorten(escape(text), limit)
    assert len(short) <= limit
    if short.endswith("…"):
        assert "&" not in short[:-1].rsplit(";", 1)[-1]


@pytest.mark.parametrize(
    ("locale", "shown"), [("en-US", "1,234.5"), ("de-DE", "1.234,5"), ("zh-TW", "1,234.5")]
)
def test_numbers_look_as_the_reader_writes_them(locale: str, shown: str) -> None:
    assert Texts().say(locale).number(Decimal("1234.5")) == shown


def test_a_signed_number_says_up_or_down() -> None:
    assert SAY.number(Decimal(3), signed=True) == "+3"
    assert SAY.number(Decimal(-3), signed=True) == "-3"
    assert SAY.number(Decimal(0), signed=True) == "0"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en-US", "a &amp; b, c"), ("zh-CN", "a &amp; b、c"), ("zh-TW", "a &amp; b、c")],
)
def test_a_list_has_the_commas_of_its_reader(locale: str, shown: str) -> None:
    assert shown in Texts().say(locale)("• {who} is an app", who=["a & b", "c"])


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("2", "%", "+2 points"),
        ("-1", "%", "-1 point"),
        ("0.5", "%", "+0.5 points"),
        ("-1.5", "h", "-1.5 h"),
        ("4", "", "+4"),
    ],
)
def test_a_change_of_percentages_is_counted_in_points(value: str, unit: str, shown: str) -> None:
    assert SAY.change(Decimal(value), unit) == shown


def test_moments_stand_on_the_readers_wall() -> None:
    at = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
    assert "10:00" in SAY.moment(at, "Asia/Shanghai")
    assert SAY.day(date(2026, 11, 4)) == "4 Nov"
    assert Texts().say("zh-CN").day(date(2026, 11, 4)) == "11月4日"
    assert Texts().say("zh-CN").moment(at, "Asia/Shanghai") == "11月18日 周三 10:00"
    assert Texts().say("zh-TW").moment(at, "Asia/Taipei") == "11月18日 週三 上午10:00"


@pytest.mark.parametrize(
    ("locale", "unit", "shown"),
    [("en-US", "%", "45 %"), ("zh-CN", "%", "45%"), ("zh-CN", "h", "45 h")],
)
def test_a_unit_stands_behind_its_number_as_the_reader_writes_it(
    locale: str, unit: str, shown: str
) -> None:
    assert Texts().say(locale).amount(Decimal(45), unit) == shown


@pytest.mark.parametrize(
    ("locale", "unit", "shown"),
    [
        ("zh-CN", "小时", "2 小时 20 分钟"),
        ("zh-TW", "小時", "2 小時 20 分鐘"),
        ("zh-TW", "天", "2 天 8 小時"),
        ("zh-CN", "h", "2 h 20 min"),  # as it was typed
    ],
)
def test_the_rest_of_a_duration_is_said_as_its_unit_is(locale: str, unit: str, shown: str) -> None:
    assert Texts().say(locale).amount(Decimal("2.333333"), unit) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", "45"),
        (" 45.5 ", "45.5"),
        ("45,5", "45.5"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234", "1234"),
        ("４５．５", "45.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "soon", "1,5,5", "NaN", "Infinity", "1e5", "45 %", "½"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UserError, match="is not a number"):
        read_number(text)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-1.234", "12.345"])
def test_a_number_that_two_locales_read_differently_is_shown_back(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read_number(text)
    told = caught.value.told(SAY)
    assert "can be read as" in told
    assert text in told


def test_a_number_too_long_to_mean_anything_is_refused() -> None:
    with pytest.raises(UserError, match="too long"):
        read_number("9" * 16)


@pytest.mark.parametrize(("text", "wide"), [("thank you", 9), ("谢谢你的帮助", 12), ("", 0)])
def test_wide_characters_count_two(text: str, wide: int) -> None:
    assert columns(text) == wide
