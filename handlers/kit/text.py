"""Sentences in the reader's language, with everything from people escaped."""

import gettext
import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from unicodedata import category, east_asian_width
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.kit import units
from handlers.kit.bidi import ended
from handlers.kit.locales import babel_of, clocked, dated, written
from handlers.kit.units import Sort

LOCALE_FOLDER: Final = Path(__file__).parent.parent / "locale"
ENGLISH: Final = "en"
CHINESE: Final = ("zh_CN", "zh_TW")
_CATALOGUE_OF: Final = {
    "zh-cn": "zh_CN",
    "zh-sg": "zh_CN",
    "zh-tw": "zh_TW",
    "zh-hk": "zh_TW",
    "zh-mo": "zh_TW",
}


class Mrkdwn(str):
    """Text that may stand in a message as it is: ours, or escaped."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    """People's text, harmless: it can neither ping nor link, nor turn what stands behind it."""
    if isinstance(text, Mrkdwn):
        return text
    return Mrkdwn(ended(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def plain(text: str) -> str:
    """The text for a plain_text object, where Slack parses no mentions."""
    if not isinstance(text, Mrkdwn):
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mention(member_id: str) -> Mrkdwn:
    """A member's name as Slack shows it; in messages it pings them."""
    return Mrkdwn(f"<@{member_id}>")


def channel_link(channel_id: str) -> Mrkdwn:
    return Mrkdwn(f"<#{channel_id}>")


def columns(text: str) -> int:
    """How wide the text is; wide characters count two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def catalogue_of(locale: str | None) -> str:
    """Our catalogue for one of Slack's locales: zh-HK -> zh_TW; what we do not speak -> en."""
    return _CATALOGUE_OF.get((locale or "").replace("_", "-").lower(), ENGLISH)


class Say:
    """Speaks one language. Call it with an English sentence and what stands in its {braces}.

    `locale` is Slack's form and decides how numbers and dates look. A list stands in its brace
    with the language's comma between its parts.
    """

    __slots__ = ("_translations", "language", "locale")

    def __init__(self, locale: str, translations: gettext.NullTranslations) -> None:
        self.locale = locale
        self.language = catalogue_of(locale)
        self._translations = translations

    def __call__(self, sentence: str, /, **values: Any) -> Mrkdwn:
        if not values:
            return self._as_it_is(sentence)
        return self._filled(self._translations.gettext(sentence), values)

    @lru_cache(maxsize=10_000)  # noqa: B019 as for amounts
    def _as_it_is(self, sentence: str) -> Mrkdwn:
        return Mrkdwn(self._translations.gettext(sentence).format())

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> Mrkdwn:
        """The form for `n`, which stands in the sentence as {n}."""
        return self._filled(self._translations.ngettext(one, many, n), {"n": n, **values})

    def _filled(self, sentence: str, values: Mapping[str, Any]) -> Mrkdwn:
        shown = {k: v if type(v) is Mrkdwn else self._shown(v) for k, v in values.items()}
        return Mrkdwn(sentence.format_map(shown))

    def _shown(self, value: Any) -> Any:
        if isinstance(value, str):
            return escape(value)
        if isinstance(value, list):
            return Mrkdwn(self(", ").join(self._shown(one) for one in value))
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.day(value)
        return value

    def joined(self, *sentences: str) -> Mrkdwn:
        """Sentences one behind the other; Chinese puts no space behind the mark that ends one."""
        found = ""
        for sentence in filter(None, map(escape, sentences)):
            found += f"{self._gap(found)}{sentence}"
        return Mrkdwn(found)

    def _gap(self, before: str) -> str:
        """What stands between a sentence and the one behind it."""
        is_apart = self.language in CHINESE and not before[-1:].isascii()
        return "" if not before or (is_apart and category(before[-1])[0] == "P") else " "

    def number(self, value: Decimal | int, *, signed: bool = False) -> Mrkdwn:
        """A number as this locale writes it, with as many decimals as it has."""
        shown = written(f"{value:f}" if isinstance(value, Decimal) else str(value), self.locale)
        return Mrkdwn(f"+{shown}" if signed and value > 0 else shown)

    def moved(self, before: Decimal, after: Decimal, unit: str) -> Mrkdwn:
        """The difference between two values, as they are shown."""
        return self.change(units.legible(after, unit) - units.legible(before, unit), unit)

    def change(self, value: Decimal, unit: str) -> Mrkdwn:
        """A signed difference: -1.5 h; of percentages it is counted in points: +2 points."""
        if unit != "%":
            return self.amount(value, unit, signed=True)
        return self._points(str(value))

    @lru_cache(maxsize=10_000)  # noqa: B019 as for amounts
    def _points(self, digits: str) -> Mrkdwn:
        value = Decimal(digits)
        one = 1 if abs(value) == 1 else 2
        return self.plural(
            "{change} point", "{change} points", one, change=self.number(value, signed=True)
        )

    def amount(self, value: Decimal, unit: str, *, signed: bool = False) -> Mrkdwn:
        """A number with its unit: 45 %, €12,000, 2 h 20 min, 4.5/5; Chinese writes 45%."""
        return self._amount(str(value), unit, signed=signed)

    @lru_cache(maxsize=10_000)  # noqa: B019 whoever speaks a locale stays as long as the process
    def _amount(self, digits: str, unit: str, *, signed: bool) -> Mrkdwn:
        value, sort = units.legible(Decimal(digits), unit), units.sort_of(unit)
        if sort is Sort.MONEY:
            plus = "+" if signed and value > 0 else ""
            return Mrkdwn(f"{plus}{units.money(value, unit, babel_of(self.locale))}")
        if sort is not Sort.DURATION:
            return self._counted(value, unit, signed=signed)
        ours = {} if unit.isascii() else _parts_of_time(self)
        (first, word), *rest = ((n, ours.get(word, word)) for n, word in units.parts(value, unit))
        said = [self._counted(first, word, signed=signed), *(self._counted(*one) for one in rest)]
        return Mrkdwn(" ".join(said))

    def beside(self, value: Decimal, unit: str, other: Decimal | None = None) -> Mrkdwn:
        """The 45 in 45 of 60 h, but €45 of €60; `other` may need another unit: 9.5 d → 2.5 h."""
        sort, both = units.sort_of(unit), (value, value if other is None else other)
        is_timed = sort is Sort.DURATION
        is_whole = not is_timed or all(units.parts(n, unit) == [(n, unit)] for n in both)
        bare = sort is not Sort.MONEY and is_whole
        return self.number(units.legible(value, unit)) if bare else self.amount(value, unit)

    def _counted(self, value: Decimal, unit: str, *, signed: bool = False) -> Mrkdwn:
        shown = self.number(value, signed=signed)
        glued = unit.startswith("/") or (unit == "%" and self.language in CHINESE)
        return Mrkdwn(f"{shown}{'' if glued or not unit else ' '}{escape(unit)}")

    def day(self, value: date, *, weekday: bool = False, today: date | None = None) -> Mrkdwn:
        """4 Nov; with `weekday`: Wed, 4 Nov; with its year where that is another than `today`'s."""
        year = today is not None and value.year != today.year
        return Mrkdwn(dated(value, self.locale, weekday=weekday, year=year))

    def weekday(self, number: int) -> Mrkdwn:
        """Monday is 0."""
        return Mrkdwn(babel_of(self.locale).days["stand-alone"]["wide"][number])

    def clock(self, value: time) -> Mrkdwn:
        return Mrkdwn(clocked(value, self.locale))

    def moment(self, value: datetime, zone: str) -> Mrkdwn:
        """A moment on somebody's wall: Wed, 4 Nov, 10:00."""
        local = value.astimezone(ZoneInfo(zone))
        gap = " " if self.language in CHINESE else ", "
        return Mrkdwn(f"{self.day(local.date(), weekday=True)}{gap}{self.clock(local.time())}")

    def until(self, value: datetime, zone: str) -> Mrkdwn:
        """A deadline on somebody's wall; "12:00 AM" of the next day is taken for this one's end."""
        is_midnight = value.astimezone(ZoneInfo(zone)).time() == time(0)
        return self.moment(value - timedelta(minutes=1) if is_midnight else value, zone)


def _parts_of_time(say: Say) -> dict[str, str]:
    """The units that we put behind one that people typed in their language: 2 小时 20 分钟."""
    return {"s": say("s"), "min": say("min"), "h": say("h"), "d": say("d")}


class Texts:
    """The catalogues, read once at start. One that is missing is an error, not English."""

    def __init__(self, folder: Path = LOCALE_FOLDER) -> None:
        self._catalogues: dict[str, gettext.NullTranslations] = {
            ENGLISH: gettext.NullTranslations(),
            **{language: _compiled(folder / language / "delight.po") for language in CHINESE},
        }
        self._says: dict[str, Say] = {}

    def say(self, locale: str | None) -> Say:
        """Whoever speaks this Slack locale."""
        locale = locale or "en-US"
        if locale not in self._says:
            self._says[locale] = Say(locale, self._catalogues[catalogue_of(locale)])
        return self._says[locale]


@cache
def _compiled(path: Path) -> gettext.GNUTranslations:
    """A `.po` file as a catalogue; FileNotFoundError names the one that is missing."""
    binary = io.BytesIO()
    with path.open("rb") as source:
        write_mo(binary, read_po(source))
    binary.seek(0)
    return gettext.GNUTranslations(binary)
