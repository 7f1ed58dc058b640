"""A chart of one key result: its value by day, its aim, its forecast; and the same in words."""

import base64
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import floor, log10
from typing import Any, Final

from handlers.kit import blocks
from handlers.kit.blocks import Block, shorten
from handlers.kit.charts import CHINESE_FONTS, FONTS, Curve, Fan
from handlers.kit.text import Mrkdwn, Say, columns, plain
from handlers.okr.rules import KrState
from handlers.okr.rules.chronicle import Course
from handlers.okr.rules.kinds import Keep, Reach
from handlers.okr.views.outlook import met_on, outlook_line
from handlers.okr.views.parts import TONES, aim_words, kr_line, kr_name, status_words, value_of

WIDE: Final = 66  # columns of the title
ALT: Final = 1000
FAR: Final = Decimal(3)  # times the height of aim and values: farther out a forecast is cut
ROOM: Final = 0.08  # of the height, above and below
BESIDE: Final = 10  # columns that a height takes
NAME: Final = 24  # columns of what a line is called
STEPS: Final = (1, 2, 2.5, 5, 10)


def course(say: Say, told: Course, today: date) -> Curve:
    """What kit.charts draws; texts in plain words of the reader's language."""
    kr, ends = told.kr, max(told.kr.cycle_ends, told.points[-1][0])
    low, high = _limits(told)
    return Curve(
        title=_fitting(f"{kr_name(kr)} {kr.title}", WIDE),
        subtitle=plain(_subtitle(say, told)),
        days=float((ends - told.begins).days),
        ticks=_ticks(say, told.begins, today, ends),
        heights=_heights(say, kr.unit, low, high),
        low=low,
        high=high,
        tone=TONES[kr.status],
        points=[(_x(told, day), float(value)) for day, value in told.points],
        value=_fitting(plain(say.amount(told.points[-1][1], kr.unit)), NAME),
        goals=_goals(say, kr),
        band=_band(kr, low, high),
        pace=_pace(told),
        fan=_fan(say, told, low, high),
        fonts=CHINESE_FONTS.get(say.language, FONTS),
    )


def message(say: Say, told: Course) -> Block:
    """What stands above the picture."""
    rows = [blocks.section(kr_line(say, told.kr))]
    if told.ahead is not None:
        rows.append(blocks.context(outlook_line(say, told.kr, told.ahead)))
    title = shorten(told.kr.title, 150)
    text = say("Chart of {kr} {title}", kr=kr_name(told.kr), title=title)
    return blocks.message(text, rows)


def file(say: Say, told: Course, picture: bytes) -> dict[str, Any]:
    """The picture as the outbox uploads it."""
    name = kr_name(told.kr)
    return {
        "name": f"{name.lower()}-{told.points[-1][0].isoformat()}.png",
        "title": shorten(f"{name} {told.kr.title}", 150),
        "alt": shorten(in_words(say, told), ALT),
        "content": base64.b64encode(picture).decode(),
    }


def in_words(say: Say, told: Course) -> str:
    """What the picture says, for who does not see it."""
    kr, (first_day, first), (last_day, last) = told.kr, told.points[0], told.points[-1]
    said = say(
        "{kr} {title}: {first} on {first_day}, {last} on {last_day}; {aim}. It is {status}.",
        kr=kr_name(kr),
        title=shorten(kr.title, 150),
        first=say.amount(first, kr.unit),
        first_day=first_day,
        last=say.amount(last, kr.unit),
        last_day=last_day,
        aim=aim_words(say, kr.aim, kr.unit),
        status=status_words(say, kr.status),
    )
    ahead = [outlook_line(say, kr, told.ahead)] if told.ahead is not None else []
    return plain(say.joined(said, *ahead))


def _subtitle(say: Say, told: Course) -> Mrkdwn:
    """How it stands in words, and what the lines mean."""
    parts = [value_of(say, told.kr), status_words(say, told.kr.status)]
    if isinstance(told.kr.aim, Reach):
        parts.append(say("dashed: an even pace"))
    if told.ahead is not None:
        parts.append(say("dotted: at this pace, likely within the shade"))
    return Mrkdwn(" · ".join(parts))


def _x(told: Course, day: date) -> float:
    return float((day - told.begins).days)


def _limits(told: Course) -> tuple[float, float]:
    """From the lowest to the highest of all that is drawn, with some room."""
    known = [value for _, value in told.points]
    known += [end for end in told.kr.numbers if end is not None]
    low, high = min(known), max(known)
    if told.ahead is not None:
        most = (high - low) * FAR or Decimal(1)
        low = max(min(low, told.ahead.low), low - most)
        high = min(max(high, told.ahead.high), high + most)
    room = float(high - low) * ROOM or 1.0
    return float(low) - room, float(high) + room


def _ticks(say: Say, begins: date, today: date, ends: date) -> list[tuple[float, str]]:
    """The first day, the last one, and today where there is room for it."""
    whole = (ends - begins).days
    gone = (today - begins).days
    days = [begins, ends]
    if 0.2 * whole < gone < 0.8 * whole:
        days.insert(1, today)
    else:
        days.insert(1, begins + timedelta(days=whole // 2))
    return [(float((day - begins).days), plain(say.day(day))) for day in days]


def _heights(say: Say, unit: str, low: float, high: float) -> list[tuple[float, str]]:
    """Three to six round numbers to read the height by."""
    rough = (high - low) / 5
    size = 10 ** floor(log10(rough))
    step = next(size * s for s in STEPS if size * s >= rough * 0.999)
    exact = Decimal(repr(step)).normalize()
    first = floor(low / step) + 1
    found = [exact * n for n in range(first, first + 8) if float(exact * n) <= high]
    return [(float(y), _height(say, _plainly(y), unit)) for y in found]


def _height(say: Say, value: Decimal, unit: str) -> str:
    """With its unit where that fits beside the chart; what is endless as 1.2e+15."""
    for text in (plain(say.amount(value, unit)), plain(say.number(value))):
        if columns(text) <= BESIDE:
            return text
    return f"{value:.2g}"


def _plainly(value: Decimal) -> Decimal:
    """100, not 1E+2."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _goals(say: Say, kr: KrState) -> list[tuple[float, str]]:
    if isinstance(kr.aim, Keep):
        ends = [(kr.aim.low, say("at least")), (kr.aim.high, say("at most"))]
        return [
            (float(y), _fitting(plain(Mrkdwn(f"{word} {say.amount(y, kr.unit)}")), NAME))
            for y, word in ends
            if y is not None
        ]
    target = say("target {value}", value=say.amount(kr.aim.target, kr.unit))
    return [(float(kr.aim.target), _fitting(plain(target), NAME))]


def _band(kr: KrState, low: float, high: float) -> tuple[float, float] | None:
    if not isinstance(kr.aim, Keep):
        return None
    bottom = low if kr.aim.low is None else float(kr.aim.low)
    return bottom, high if kr.aim.high is None else float(kr.aim.high)


def _pace(told: Course) -> Sequence[tuple[float, float]]:
    """The straight line from start to target."""
    aim = told.kr.aim
    if not isinstance(aim, Reach):
        return ()
    return (
        (0.0, float(aim.start)),
        (_x(told, told.kr.cycle_ends), float(aim.target)),
    )


def _fan(say: Say, told: Course, low: float, high: float) -> Fan | None:
    ahead, unit = told.ahead, told.kr.unit
    if ahead is None:
        return None
    met = met_on(told.kr, ahead)
    told_by = say("{value} by {day}", value=say.amount(ahead.value, unit), day=ahead.day)
    if met is not None:
        told_by = say("target on {day}", day=met)
    name = _fitting(plain(told_by), NAME)
    if ahead.low != ahead.high and met is None:
        words = {"low": say.beside(ahead.low, unit), "high": say.amount(ahead.high, unit)}
        likely = say("{low} to {high}", **words)
        name = f"{name}\n{_fitting(plain(likely), NAME)}"
    y, bottom, top = (
        min(max(float(value), low), high) for value in (ahead.value, ahead.low, ahead.high)
    )
    return Fan(_x(told, ahead.day), y, bottom, top, name)


def _fitting(text: str, width: int) -> str:
    """As much of a title as fits on its line; emoji have no place in our fonts."""
    kept = " ".join("".join(c for c in text if ord(c) < 0x1F000).split())
    if columns(kept) <= width:
        return kept
    while columns(kept) >= width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
