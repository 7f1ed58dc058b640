"""A reading in the unit that its metric is kept in: 90 min are 1.5 h, 12k are 12,000 users."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, fitting, typed_number
from handlers.kit.units import SECONDS
from handlers.metric.rules.bounds import PERCENT
from handlers.metric.rules.counted import share_of_counts
from handlers.metric.rules.lasting import BETWEEN
from handlers.metric.rules.marks import refuse_above, refuse_answers, top_of, without_answers
from handlers.metric.rules.names import TIMES
from handlers.metric.rules.scales import MILLION, behind_m, power_of
from handlers.metric.rules.typed import Entry

_METRES: Final = frozenset({"metre", "metres", "meter", "meters", "米", "公尺"})
_LENGTHS: Final = frozenset({"m", "km", "cm", "mm", "公里", "千米"})


def lasts(unit: str) -> bool:
    """Whether this is counted in a duration."""
    return _seconds(unit) is not None


def in_unit(entry: Entry, name: str, unit: str) -> Entry:
    """The reading as the metric is kept: 90 min are 1.5 h. UserError for kg.

    What is kept in no unit takes the reading's own.
    """
    if unit == PERCENT and (found := _counted(entry)) is not None:
        return found
    _refuse_mark(entry, name, unit)
    entry = plain_m(entry, unit)
    kept, typed = unit.casefold(), entry.unit.casefold()
    if not kept or typed == kept:
        return entry
    if (of := power_of(unit.split())) is not None:
        return _in_scale(entry, name, unit, of[1], " ".join(of[2]))
    if not typed and not (entry.scale and kept in _LENGTHS):
        return entry
    one, other = _seconds(typed), _seconds(kept)
    if one and other:
        value = round(entry.value * one / other, DIGITS)
        return replace(entry, value=value, unit=unit)
    raise _in_another(entry, name, unit)


def plain_m(entry: Entry, unit: str) -> Entry:
    """The reading with what its m stands for, by what its metric is kept in, if in anything.

    UserError where it may be millions, minutes or metres.
    """
    behind = behind_m(entry.unit.split())
    if behind is None or entry.unit.casefold() == unit.casefold():
        return entry
    rest, kept = " ".join(behind), unit.casefold()
    if lasts(unit) or (entry.key in TIMES and not unit):
        return replace(entry, unit=_joined("min", rest))
    if kept in _METRES and not rest:
        return replace(entry, unit=unit)
    if kept in _LENGTHS or (unit and rest and rest.casefold() != _unscaled(unit)):
        return entry
    if not unit:
        raise _unclear(entry, rest)
    value = fitting(entry.value.scaleb(6), f"{entry.value:f} m")
    return replace(entry, value=Decimal(f"{value:f}"), unit=rest, scale=MILLION)


def _unscaled(unit: str) -> str:
    """The users of what is kept in k users."""
    found = power_of(unit.split())
    return (unit if found is None else " ".join(found[2])).casefold()


def _joined(word: str, rest: str) -> str:
    return f"{word}{rest}" if rest.startswith("/") else f"{word} {rest}".rstrip()


def _unclear(entry: Entry, rest: str) -> UserError:
    number = typed_number(entry.value)
    behind = "" if entry.sample is None else f" of {entry.sample}"
    lines = {word: f"{number} {_joined(word, rest)}{behind}" for word in (MILLION, "min", "metres")}
    told = {"typed": f"{number}m", "key": entry.key}
    if rest:
        return UserError(
            "“{typed}” can be millions or minutes. Type `/okr metric {key} {million}` for the one,"
            " or `/okr metric {key} {min}` for the other.",
            **told,
            **lines,
        )
    return UserError(
        "“{typed}” can be millions, minutes or metres. Type `/okr metric {key} {million}`, `/okr"
        " metric {key} {min}` or `/okr metric {key} {metres}`, whichever you mean.",
        **told,
        **lines,
    )


def _in_scale(entry: Entry, name: str, unit: str, power: int, counted: str) -> Entry:
    """The reading of what was kept in thousands, when those were a unit.

    UserError for a number alone: nobody can tell whether it is in thousands as well.
    """
    is_same = entry.unit.casefold() == counted.casefold()
    if (entry.scale and (is_same or not entry.unit)) or (is_same and counted):
        return replace(entry, value=_less(entry.value, power), unit=unit)
    if entry.unit:
        raise _in_another(entry, name, unit)
    behind = "" if entry.sample is None else f" of {entry.sample}"
    raise UserError(
        "{name} is kept in {kept}. Type `/okr metric {key} {small}` or `/okr metric {key} {large}`,"
        " whichever you mean.",
        name=name,
        kept=unit,
        key=entry.key,
        small=f"{typed_number(_less(entry.value, power))} {unit}{behind}",
        large=f"{typed_number(entry.value)} {unit}{behind}",
    )


def _less(value: Decimal, power: int) -> Decimal:
    return round(value.scaleb(-power), DIGITS)


def _in_another(entry: Entry, name: str, unit: str) -> UserError:
    return UserError(
        "{name} is kept in {kept}, not in {typed}. Type the number in {kept}, or give it another"
        " name.",
        name=name,
        kept=unit,
        typed=entry.unit or entry.scale,
    )


def _refuse_mark(entry: Entry, name: str, unit: str) -> None:
    """UserError for 6 of what is kept in /5, and for 4 of 5, where 5 may be its top."""
    top = top_of(unit)
    if top is None or entry.unit:
        return
    refuse_above(entry.key, name, entry.value, unit)
    if entry.sample == top and not without_answers(entry.typed.split())[1]:
        refuse_answers(entry.key, entry.value, entry.sample)


def _counted(entry: Entry) -> Entry | None:
    """The reading of what is kept in %, where it was typed as two counts."""
    found = share_of_counts(entry.key, entry.typed.split())
    if found is None or not 0 <= found[0] <= 100:
        return None
    return replace(entry, value=found[0], unit=PERCENT, sample=found[1])


def _seconds(unit: str) -> Decimal | None:
    """Of a duration, also where words or marks follow it in the unit: min per call; h."""
    return SECONDS.get(unit.casefold().partition(" ")[0].rstrip(BETWEEN))
