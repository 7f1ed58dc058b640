"""Where a KR will be at the end of its cycle, going on as it does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import CHINESE, Mrkdwn, Say
from handlers.kit.units import Sort, parts, sort_of
from handlers.okr.rules import KrState, Past
from handlers.okr.rules.forecast import Forecast, forecast
from handlers.okr.rules.kinds import Keep, ends_of
from handlers.okr.views.parts import aim_words


def outlook(say: Say, kr: KrState, past: Sequence[Past], today: date) -> list[Block]:
    """One line, once there are enough updates to tell; `past` is the newest first."""
    points = ((one.day, one.value) for one in reversed(past) if one.withdrawn_by is None)
    ahead = forecast(points, kr.cycle_ends, kr.aim, kr.unit, today)
    return [] if ahead is None else [blocks.context(outlook_line(say, kr, ahead))]


def outlook_line(say: Say, kr: KrState, ahead: Forecast) -> Mrkdwn:
    """At this pace 52 of 60 h by 31 Dec, likely between 48 and 55; or when it is there, and then
    nothing of what would follow: few go on at their pace behind the target.
    """
    met = met_on(kr, ahead)
    if met is not None:
        return say("At this pace the target is reached on {day}.", day=met)
    return _value(say, kr, _rounded(kr, ahead))


def met_on(kr: KrState, ahead: Forecast) -> date | None:
    """The day on which it reaches its target, where it comes there before the cycle's end."""
    there = kr.progress is not None and kr.progress >= 1
    return None if there or ahead.met is None or ahead.met > ahead.day else ahead.met


def _rounded(kr: KrState, ahead: Forecast) -> Forecast:
    """A duration in its own unit, like its target: 0.3 of 6 d, and no 6 h 51 min."""
    if sort_of(kr.unit) is not Sort.DURATION:
        return ahead
    ends = [end for end in ends_of(kr.aim) if end is not None]
    if not all(abs(end) >= 1 and parts(end, kr.unit) == [(end, kr.unit)] for end in ends):
        return ahead
    low, value, high = (_short(one) for one in (ahead.low, ahead.value, ahead.high))
    return replace(ahead, low=low, value=value, high=high)


def _short(value: Decimal) -> Decimal:
    """With one decimal at the most."""
    return value if value == value.to_integral_value() else round(value, 1)


def _value(say: Say, kr: KrState, ahead: Forecast) -> Mrkdwn:
    if isinstance(kr.aim, Keep):
        return _kept(say, kr, kr.aim, ahead)
    target = say.amount(kr.aim.target, kr.unit)
    # Chinese names the target in brackets behind the value, which so stands alone.
    shown = say.amount if say.language in CHINESE else say.beside
    told = {"value": shown(ahead.value, kr.unit), "target": target, "day": ahead.day}
    around = {"low": say.beside(ahead.low, kr.unit), "high": say.amount(ahead.high, kr.unit)}
    if kr.aim.target < kr.aim.start:
        told["value"] = say.amount(ahead.value, kr.unit)
        if ahead.low == ahead.high:
            return say("At this pace {value} by {day}; the target is {target}.", **told)
        return say(
            "At this pace {value} by {day}, likely between {low} and {high}; the target is"
            " {target}.",
            **told,
            **around,
        )
    if ahead.low == ahead.high:
        return say("At this pace {value} of {target} by {day}.", **told)
    return say(
        "At this pace {value} of {target} by {day}, likely between {low} and {high}.",
        **told,
        **around,
    )


def _kept(say: Say, kr: KrState, aim: Keep, ahead: Forecast) -> Mrkdwn:
    """Where it goes, and the band that it is to stay in."""
    value, words = say.amount(ahead.value, kr.unit), aim_words(say, aim, kr.unit)
    return say("At this pace {value} by {day}; it is {aim}.", value=value, day=ahead.day, aim=words)
