"""How a KR looks in one or two lines, wherever it is shown."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import Final

from handlers.kit import blocks
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Keep, Kind, Measured, Reach
from handlers.okr.rules.progress import legible

DOTS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.ON_TRACK: "🟢",
        Status.AT_RISK: "🟡",
        Status.OFF_TRACK: "🔴",
        Status.OUTDATED: "⚪",
        Status.NEW: "🆕",
    }
)

# The colours of kit.charts; a picture says the status in words as well.
TONES: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.ON_TRACK: "good",
        Status.AT_RISK: "warn",
        Status.OFF_TRACK: "bad",
        Status.OUTDATED: "none",
        Status.NEW: "none",
    }
)


def status_words(say: Say, status: Status) -> Mrkdwn:
    """The status in words: never by colour alone."""
    match status:
        case Status.ON_TRACK:
            return say("on track")
        case Status.AT_RISK:
            return say("at risk")
        case Status.OFF_TRACK:
            return say("off track")
        case Status.OUTDATED:
            return say("outdated")
        case Status.NEW:
            return say("no update yet")


def status_mark(say: Say, status: Status) -> Mrkdwn:
    """The status as a dot and in words: 🟢 on track."""
    return Mrkdwn(f"{DOTS[status]} {status_words(say, status)}")


def kr_name(kr: KrState) -> str:
    """What people type: KR-12."""
    return f"KR-{kr.number}"


def percent(say: Say, share: Decimal) -> Mrkdwn:
    """A share as people read it: 62 %. Rounded down, so that 100 % is reached and not nearly.

    What nobody would believe is held to a bound, and said so: over 300 %.
    """
    near = legible(share)
    shown = say.amount((near * 100).to_integral_value(ROUND_FLOOR), "%")
    if near == share:
        return shown
    return say("over {share}", share=shown) if share > near else say("below {share}", share=shown)


def own_share(say: Say, share: Decimal) -> Mrkdwn:
    """How far an objective is without what supports it, beside which the tree says another one."""
    return say("{share} of its own key results", share=percent(say, share))


def value_of(say: Say, kr: KrState) -> Mrkdwn:
    """Where it stands and where it should be: 45 of 60 h; 45, down to 4 h; 97 %, to keep: …"""
    aim = kr.aim
    if kr.kind is Kind.MILESTONE:
        return _steps_done(say, kr)
    if kr.value is None:
        return aim_words(say, aim, kr.unit)
    if isinstance(aim, Keep):
        value = say.amount(kr.value, kr.unit)
        return say("{value}; {aim}", value=value, aim=aim_words(say, aim, kr.unit))
    value, target = say.beside(kr.value, kr.unit), say.amount(aim.target, kr.unit)
    if aim.target < aim.start:
        return say("{value}, down to {target}", value=value, target=target)
    return say("{value} of {target}", value=value, target=target)


def _steps_done(say: Say, kr: KrState) -> Mrkdwn:
    if kr.value is None:
        return say("goes step by step")
    return say("{share} done, step by step", share=say.amount(kr.value, kr.unit))


def aim_words(say: Say, aim: Measured, unit: str) -> Mrkdwn:
    """What it aims for: from 60 to 4 h; to keep at least 95 %."""
    if isinstance(aim, Reach):
        start, target = say.beside(aim.start, unit), say.amount(aim.target, unit)
        return say("from {start} to {target}", start=start, target=target)
    if aim.low is not None and aim.high is not None:
        low, high = say.beside(aim.low, unit), say.amount(aim.high, unit)
        return say("to keep between {low} and {high}", low=low, high=high)
    if aim.low is not None:
        return say("to keep at least {low}", low=say.amount(aim.low, unit))
    return say("to keep at most {high}", high=say.amount(aim.high or Decimal(0), unit))


def kr_standing(say: Say, kr: KrState, instead: Mrkdwn | None = None) -> Mrkdwn:
    """Bar, value, progress and status, without the name; `instead`: what stands for the status."""
    parts = [Mrkdwn(blocks.bar(kr.progress)), value_of(say, kr)]
    if kr.progress is not None and kr.kind is not Kind.MILESTONE:  # whose value says it
        parts.append(percent(say, kr.progress))
    return Mrkdwn(" · ".join([*parts, instead or status_mark(say, kr.status)]))


def objective_line(say: Say, kr: KrState, progress: Decimal | None) -> Mrkdwn:
    """A KR's objective by number and title, and how far its own KRs have come together."""
    number, title = f"O-{kr.objective_number}", kr.objective_title
    line = say("*{number}* {title}", number=number, title=title)
    return line if progress is None else Mrkdwn(f"{line} · {own_share(say, progress)}")


def kr_line(say: Say, kr: KrState) -> Mrkdwn:
    """Name and title, and under them how it stands."""
    title = say("*{kr}* {title}", kr=kr_name(kr), title=kr.title)
    return Mrkdwn(f"{title}\n{kr_standing(say, kr)}")
