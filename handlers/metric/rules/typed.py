"""What follows `/okr metric`: nothing, a metric's name, or a name and a reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number
from handlers.metric.rules.bounds import (
    PERCENT,
    count,
    held,
    is_percent,
    refuse_mark,
    refuse_part,
    refuse_shares,
    unit_of,
)
from handlers.metric.rules.counted import as_sample, share_of_counts
from handlers.metric.rules.figures import Counts, nps
from handlers.metric.rules.lasting import as_one_part, is_all_said, is_one, is_said, unit_alone
from handlers.metric.rules.marks import is_mean, refuse_above, refuse_answers, without_answers
from handlers.metric.rules.names import (
    KNOWN,
    LONGEST_KEY,
    SHARES,
    TIMES,
    alike,
    example_of,
    is_kind_of_nps,
    is_nps,
    key_of,
    known_as,
    meant,
    name_of,
    shown_as,
)
from handlers.metric.rules.parted import NUMBER, parted
from handlers.metric.rules.scales import scaled

_GOES_ON: Final = re.compile(r"[:\u2044]|e[+-]?\d", re.IGNORECASE)  # 3:1, 5⅓, 1e5: no unit
_DECIMAL: Final = re.compile(r"[+\-\u2212]?\d+,\d+")  # 41,5 is one number


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading as somebody typed it; `unit` is empty where they named none.

    `name` is what its metric is called, should this be the first; `scale` the word that has made
    its value larger, as the k of 12k.
    """

    key: str
    value: Decimal
    unit: str = ""
    sample: int | None = None
    counts: Counts | None = None
    typed: str = field(default="", compare=False)  # what stood behind the name
    name: str = field(default="", compare=False)
    scale: str = field(default="", compare=False)
    is_rate: bool = field(default=False, compare=False)  # perhaps: calls a day


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see; an empty key is all of them."""

    key: str = ""


def read(text: str, *, exact: bool = False) -> Entry | Asked:
    """A reading, or what to show. UserError says what is wrong with it and shows a right one.

    `exact`: the name is that of a metric as it is kept, and stands for no other.
    """
    name, numbers = parted(text)
    if not name:
        return Asked()
    typed = key_of(name)
    key = typed if exact else known_as(typed)
    if not numbers:
        if not exact and is_all_said(name):
            raise _unnamed(" ".join(name))
        return Asked(key)
    shown = name_of(typed) if exact else shown_as(typed)
    entry = _scores(key, numbers) if _is_counted(key, numbers) else _value(key, shown, numbers)
    is_rate = key not in TIMES and is_one(numbers)
    return replace(entry, typed=" ".join(numbers), name=shown, is_rate=is_rate)


def _unnamed(reading: str) -> UserError:
    return UserError(
        "Start with the name of the metric that {reading} is a reading of, as in `/okr metric"
        " first-response {reading}`.",
        reading=reading,
    )


def one_or_rate(entry: Entry) -> UserError:
    """Of calls a day it cannot be told whether a day is a reading, or a part of the name."""
    return UserError(
        "“{reading}” can be a part of the name, or a reading of {name}. Type `/okr metric {key}"
        " {reading} 12` for the one, or `/okr metric {key} 1 {unit}` for the other.",
        reading=entry.typed,
        name=entry.name,
        key=entry.key,
        unit=entry.unit,
    )


def full_name(text: str) -> str | None:
    """The name that is typed, where it stands for a shorter one: customer-satisfaction."""
    name, _ = parted(text)
    key = key_of(name) if name else ""
    return None if known_as(key) == key else key


def whole_name(text: str) -> str | None:
    """What all of it would be the name of, though it ends like a reading: retention two weeks."""
    name, reading = parted(text)
    if not is_said(reading or name):
        return None
    try:
        return key_of([*name, *reading])
    except UserError:
        return None


def _is_counted(key: str, numbers: Sequence[str]) -> bool:
    """Always for `nps`; for another kind of it where there are several numbers and nothing else:
    many know of those only what they come to.
    """
    if is_nps(key) or _DECIMAL.fullmatch(" ".join(numbers)):
        return is_nps(key)
    parts = re.split(r"[\s,/、]+", " ".join(numbers))
    return is_kind_of_nps(key) and len(parts) > 1 and all(NUMBER.fullmatch(part) for part in parts)


def as_named(key: str, typed: str) -> Entry | None:
    """The reading that was typed behind another name; None where this one takes no such."""
    try:
        found = read(f"{key} {typed}", exact=True)
    except UserError:
        return None
    return found if isinstance(found, Entry) else None


def _scores(key: str, words: Sequence[str]) -> Entry:
    """Three counts, parted by space, comma or slash."""
    numbers = [part for word in words for part in re.split(r"[,/、]", word) if part]
    if len(numbers) == 1 and NUMBER.fullmatch(numbers[0]):
        raise UserError(
            "NPS is counted from three numbers: how many promoters (9-10), passives (7-8) and"
            " detractors (0-6). Type it like `/okr metric {key} 62 21 17`. If you know only the"
            " score, `/okr metric {other} {score}` keeps it, without its margin.",
            key=key,
            other="-".join("rnps" if part == "nps" else part for part in key.split("-")),
            score=numbers[0],
        )
    refuse_shares(key, numbers)
    if len(numbers) != 3:
        raise UserError(
            "NPS is counted from three numbers: how many promoters (9-10), passives (7-8) and"
            " detractors (0-6). Type it like `/okr metric {key} 62 21 17`.",
            key=key,
        )
    counts = Counts(*(count(number, f"{key} {example_of(key)}") for number in numbers))
    if not counts.sample:
        raise UserError(
            "Nobody has answered yet, so there is no NPS to record. Type it again when the first"
            " answer is in."
        )
    return Entry(
        key,
        nps(counts),
        sample=counts.sample,
        counts=counts,
    )


def _value(key: str, name: str, words: Sequence[str]) -> Entry:
    """One number, perhaps a unit, perhaps `of` and how many answered."""
    if key in SHARES:
        words = as_sample(words)
        if (found := share_of_counts(key, words)) is not None:
            return Entry(key, held(name, *found, is_share=True), PERCENT, found[1])
    words, said = without_answers(words)
    typed_words, words = words, as_one_part(key, words)
    first = NUMBER.fullmatch(words[0])
    if first is None or _GOES_ON.match(first[3]):
        raise UserError("“{text}” is not a number. Write it like 45 or 45.5.", text=words[0][:40])
    currency, number, attached = first.groups()
    rest = [word for word in (attached, *words[1:]) if word]
    sample = None
    if len(rest) > 1 and rest[-2].lower() == "of":
        sample, rest = count(rest[-1], f"{key} 91 {'% ' * (key in SHARES)}of 240"), rest[:-2]
    value, rest, scale = scaled(read_number(number), rest, currency)
    if any(NUMBER.fullmatch(word) for word in rest):
        raise _too_many(key, name, words)
    refuse_mark(key, value, rest, sample)
    refuse_part(key, name, value, rest, sample)
    unit = _unit(key, name, currency, rest, typed_words)
    refuse_above(key, name, value, unit)
    if is_mean(key) and not unit and not said:
        refuse_answers(key, value, sample)
    is_share = key in SHARES or (unit == PERCENT and sample is not None)
    value = held(name, value, sample, is_share=is_share)
    return Entry(key, value, unit, sample, scale=scale)


def _unit(key: str, name: str, currency: str, rest: Sequence[str], words: Sequence[str]) -> str:
    """What the number counts, of what stands behind it in these words."""
    typed = " ".join(rest)
    if key not in SHARES:
        typed = unit_alone(key, words, typed)
    unit = unit_of(key, currency or typed)
    if typed and typed != unit and not is_percent(typed):
        raise UserError(
            "I do not know what “{rest}” means here: {name} is kept in {unit}, and without a"
            " note. Type it like `/okr metric {key} 91`.",
            rest=typed[:LONGEST_KEY],
            name=name,
            unit=unit,
            key=key,
        )
    return unit


def _too_many(key: str, name: str, words: Sequence[str]) -> UserError:
    """Several numbers are for NPS; a name that was mistyped comes before what it would take."""
    near = meant(key) or alike(key)
    if near is None or key in KNOWN:
        return UserError(
            "{name} takes one number. Type it like `/okr metric {key} 91`, with its unit behind it"
            " or `of 240` for the number of answers.",
            name=name,
            key=key,
        )
    counts = is_nps(known_as(near)) and len(words) == 3
    return UserError(
        "There is no {key} of several numbers. Did you mean {name}? Type it like `/okr metric"
        " {near} {reading}`.",
        key=key,
        name=shown_as(near),
        near=near,
        reading=" ".join(words)[:LONGEST_KEY] if counts else example_of(known_as(near)),
    )
