"""Units: what a value counts. A free word, %, money, a duration, or a rating out of so many."""

import re
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.numbers import format_currency, get_territory_currencies

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded

PERCENT: Final = "%"
HIGHEST_SCALE: Final = 100
_TYPED: Final = 5  # decimals of a share, at the most
_RATING: Final = re.compile(r"(?:/|(?:out )?of )\s*([1-9][0-9]{0,2})", re.IGNORECASE)

# What people write for a currency, and which ones it can be.
SIGNS: Final = MappingProxyType(
    {
        "US$": ("USD",),
        "CA$": ("CAD",),
        "NT$": ("TWD",),
        "HK$": ("HKD",),
        "R$": ("BRL",),
        "S$": ("SGD",),
        "A$": ("AUD",),
        "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"),
        "€": ("EUR",),
        "£": ("GBP",),
        "CN¥": ("CNY",),
        "JP¥": ("JPY",),
        "¥": ("CNY", "JPY"),
        "元": ("CNY", "TWD", "HKD"),
        "RMB": ("CNY",),
        "₹": ("INR",),
        "₩": ("KRW",),
        "₽": ("RUB",),
        "₺": ("TRY",),
        "₴": ("UAH",),
        "₫": ("VND",),
        "₪": ("ILS",),
        "₱": ("PHP",),
        "฿": ("THB",),
        "zł": ("PLN",),
        "Kč": ("CZK",),
        "Fr.": ("CHF",),
        "kr": ("DKK", "NOK", "SEK"),
    }
)
_CALLED: Final = MappingProxyType(
    {
        **dict.fromkeys(("percent", "per cent", "pct", "percentage", "prozent", "百分比"), PERCENT),
        **dict.fromkeys(("eur", "euro", "euros", "欧元", "歐元"), "EUR"),
        **dict.fromkeys(("usd", "dollar", "dollars", "美元"), "USD"),
        **dict.fromkeys(("cny", "rmb", "yuan", "人民币", "人民幣"), "CNY"),
        **dict.fromkeys(("jpy", "yen", "日元", "日圓"), "JPY"),
        **dict.fromkeys(("twd", "新台币", "新台幣"), "TWD"),
        **{code.lower(): code for code in ("GBP", "CHF")},
    }
)
_S, _MIN, _H, _DAY = (Decimal(n) for n in (1, 60, 3600, 86400))
SECONDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "秒钟", "秒鐘"), _S),
        **dict.fromkeys(("min", "mins", "minute", "minutes", "分钟", "分鐘"), _MIN),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "小时", "小時"), _H),
        **dict.fromkeys(("d", "day", "days", "tage", "天"), _DAY),
        **dict.fromkeys(("sekunde", "sekunden"), _S),
        **dict.fromkeys(("minuten",), _MIN),
        **dict.fromkeys(("stunde", "stunden"), _H),
        **dict.fromkeys(("tag", "tagen"), _DAY),
        **dict.fromkeys(("woche", "wochen"), 7 * _DAY),
        **dict.fromkeys(("week", "weeks", "wk", "wks", "周", "週"), 7 * _DAY),
    }
)
_SMALLER: Final = MappingProxyType(
    {_MIN: ("s", _S), _H: ("min", _MIN), _DAY: ("h", _H), 7 * _DAY: ("d", _DAY)}
)


class Sort(StrEnum):
    """What sort of thing a unit is."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    RATING = "rating"


@lru_cache(maxsize=1_000)  # a company counts much the same things
def sort_of(unit: str) -> Sort:
    """NUMBER for every word that means nothing special: users, NPS, tickets."""
    if unit == PERCENT:
        return Sort.PERCENT
    if unit in currencies():
        return Sort.MONEY
    if unit.casefold() in SECONDS:
        return Sort.DURATION
    return Sort.RATING if scale_of(unit) is not None else Sort.NUMBER


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of all money that is legal tender somewhere."""
    used = get_global("territory_currencies").values()
    return frozenset(
        code for all_ in used for code, _, until, tender in all_ if tender and not until
    )


def scale_of(unit: str) -> int | None:
    """The best mark of a rating: `/5` -> 5; None for other units."""
    return int(unit[1:]) if re.fullmatch(r"/[1-9][0-9]{0,2}", unit) else None


@lru_cache(maxsize=1_000)
def names_of(unit: str) -> tuple[str, ...]:
    """What people write for a unit: € and euros for EUR, percent for %."""
    signs = (sign for sign, codes in SIGNS.items() if unit in codes)
    return (unit, *signs, *(word for word, code in _CALLED.items() if code == unit))


def read_unit(text: str) -> str:
    """The unit as it is kept: percent -> %, € -> EUR, out of 5 -> /5; other words as they are."""
    plain = " ".join(folded(text).split())
    rating = _RATING.fullmatch(plain)
    if rating is not None and int(rating[1]) <= HIGHEST_SCALE:
        return f"/{rating[1]}"
    if plain in SIGNS:
        return _the_one(plain)
    if re.match(r"[+\-=]?[.,]?[0-9]", plain):
        raise UserError(
            "“{unit}” cannot be a unit, because it begins like a number. Write a word such as"
            " points, a unit such as % or h, or /5 for a rating out of 5.",
            unit=plain[:40],
        )
    if plain.upper() == plain and plain in currencies():
        return plain
    return _CALLED.get(plain.casefold(), plain if plain == PERCENT else " ".join(text.split()))


def _the_one(sign: str) -> str:
    meant = SIGNS[sign]
    if len(meant) > 1 and sign != "$":
        raise UserError(
            "“{sign}” stands for several currencies. Write which one: {codes}.",
            sign=sign,
            codes=list(meant),
        )
    return meant[0]


def currency_of(locale: str) -> str:
    """What is paid with where this Slack locale is spoken: zh-TW -> TWD; else USD."""
    used = get_territory_currencies(locale.rpartition("-")[2].upper(), tender=True)
    return str(used[0]) if used else "USD"


def money(value: Decimal, code: str, locale: Locale) -> str:
    """An amount as this locale writes it; cents only where there are some: €12,000, €12.50."""
    pattern = locale.currency_formats["standard"].pattern
    if value == value.to_integral_value():
        pattern = pattern.replace(".00", "")
    return format_currency(
        value, code, pattern, locale=locale, currency_digits=False, decimal_quantization=False
    )


def legible(value: Decimal, unit: str) -> Decimal:
    """A share with more decimals than anybody types is one of steps that were counted: 66.666667 %
    is 66 %. It is rounded down, as progress is, so that 100 % is reached and not nearly.
    """
    is_counted = unit == PERCENT and value >= 1 and value != round(value, _TYPED)
    return value.to_integral_value(ROUND_FLOOR) if is_counted else value


def parts(value: Decimal, unit: str) -> list[tuple[Decimal, str]]:
    """A duration as people say it, where its decimals would say little: 0.333333 h -> 20 min.

    What is less than one of its unit is said to the second: 0.104167 d -> 2.5 h.
    """
    whole_seconds = SECONDS[unit.casefold()]
    if value == round(value, 2) or whole_seconds not in _SMALLER:
        return [(value, unit)]
    small, small_seconds = _SMALLER[whole_seconds]
    per = whole_seconds / small_seconds
    if abs(value) < 1:
        return parts(
            (value * whole_seconds).to_integral_value(ROUND_HALF_UP) / small_seconds, small
        )
    count = (abs(value) * per).to_integral_value(ROUND_HALF_UP)
    large, rest = divmod(count, per)
    sign = -1 if value < 0 else 1
    return [(large * sign, unit), *([(rest, small)] if rest else [])]
