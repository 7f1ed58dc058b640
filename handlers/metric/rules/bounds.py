"""What a reading may be: its unit, and where a share lies."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number, typed_number
from handlers.metric.rules.names import LONGEST_KEY, SHARES

LONGEST_UNIT: Final = 12
PERCENT: Final = "%"
BEST_MARK: Final = 5
MOST_ANSWERS: Final = 10_000_000


def count(text: str, right: str) -> int:
    """How many answered; `right` is a line that could be typed instead."""
    number = read_number(text)
    if number < 0 or number != int(number):
        raise UserError(
            "“{text}” cannot be how many people answered. Type a whole number from 0 on in its"
            " place, like `/okr metric {right}`.",
            text=text,
            right=right,
        )
    if number > MOST_ANSWERS:
        raise UserError(
            "“{text}” answers is more than I can believe. Up to {most} fit; please check the"
            " number.",
            text=text,
            most=MOST_ANSWERS,
        )
    return int(number)


def is_percent(typed: str) -> bool:
    return typed.lower() in {"percent", PERCENT}


def unit_of(key: str, typed: str) -> str:
    unit = PERCENT if is_percent(typed) or key in SHARES else typed
    if len(unit) > LONGEST_UNIT:
        raise UserError(
            "“{unit}” is too long for a unit. Write a short one behind the number, such as h, days"
            " or %.",
            unit=unit[:LONGEST_KEY],
        )
    return unit


def refuse_mark(key: str, value: Decimal, rest: Sequence[str], sample: int | None) -> None:
    """UserError for a CSAT of 4.5: of marks from 1 to 5 it is the mean, and hardly 4.5 %."""
    if key != "csat" or not 1 <= value <= BEST_MARK or "".join(rest) not in ("", f"/{BEST_MARK}"):
        return
    behind = "" if sample is None else f" of {sample}"
    raise UserError(
        "CSAT is the share of good answers. If {value} is in %, type `/okr metric csat {share}`. If"
        " it is a mean of marks, give it another name: `/okr metric rating {mark}`.",
        value=value,
        share=f"{value:f} %{behind}",
        mark=f"{value:f}/{BEST_MARK}" + ("" if sample == BEST_MARK else behind),
    )


def refuse_part(
    key: str, name: str, value: Decimal, rest: Sequence[str], sample: int | None
) -> None:
    """UserError for a share of 0.91, which may be 91 %."""
    if key not in SHARES or not 0 < value < 1 or rest:
        return
    behind = "" if sample is None else f" of {sample}"
    raise UserError(
        "{name} is kept in %. Type `/okr metric {key} {small}` or `/okr metric {key} {large}`,"
        " whichever you mean.",
        name=name,
        key=key,
        small=f"{typed_number(value)} %{behind}",
        large=f"{typed_number(value * 100)} %{behind}",
    )


def refuse_shares(key: str, numbers: Sequence[str]) -> None:
    """UserError for an NPS of 60 % 25 % 15 %: without counts nobody can tell its margin."""
    if not any(PERCENT in number for number in numbers):
        return
    raise UserError(
        "NPS is counted from how many people answered, not from shares. Type three counts:"
        " promoters (9-10), passives (7-8) and detractors (0-6), like `/okr metric {key} 62 21"
        " 17`.",
        key=key,
    )


def held(name: str, value: Decimal, sample: int | None, *, is_share: bool) -> Decimal:
    """A share of answers lies between 0 and 100 %."""
    if sample == 0:
        raise UserError(
            "Nobody has answered yet, so there is nothing to record. Type it again when the first"
            " answer is in."
        )
    if is_share and not 0 <= value <= 100:
        raise UserError(
            "{name} is a share and lies between 0 and 100 %. Please check {value}.",
            name=name,
            value=value,
        )
    return value
