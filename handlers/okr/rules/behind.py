"""What stands right behind a value and is hardly a note: its target, or a status."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar

from handlers.kit.errors import UserError
from handlers.kit.numbers import typed_number
from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.bare import MARKS, OfferedError, in_one_line, shown_whole
from handlers.okr.rules.kinds import Reach, ends_of
from handlers.okr.rules.progress import Status
from handlers.okr.rules.scan import fraction, lead, line_of
from handlers.okr.rules.shares import refuse_share
from handlers.okr.rules.state import KrState
from handlers.okr.rules.steps import TakenLine, Ticks
from handlers.okr.rules.values import Standing, Taken, take

T = TypeVar("T", Taken, TakenLine)
_OF: Final = re.compile(r"\s*(?:[/／]|\b(?:out )?of\b|\bvon\b)\s*", re.IGNORECASE)
# From the one to the other, also of what was typed wrong first.
_TURNED: Final = (
    r"\b(?:(?:went|rose|grew|fell|dropped|up|down)\s+)?to\b|\b(?:bis|became|now|jetzt|sorry|actually|no|nein)\b,?|>>?"
    r"|(?:上?升|上?[涨漲]|提[高升]|增[加长長]?|下?降低?|[减減]少?|[变變])?[至到]|[变變][成为為]|[现現]在|目前"
)
# 1200 -> 1300, 2-3 h, 6 or 7; behind 5 - 3 of them are new a note may begin.
_TWO: Final = re.compile(
    rf"\s*(?:->|=>|[→➔⇒])\s*|(?<=\d)[-–~～](?=\d)|\s*(?P<word>{_TURNED})\s*"
    r"|\s*(?:\bor\b|\boder\b|或者?)\s*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^(?:(?:from|von)\s+|[从從由]\s*)", re.IGNORECASE)  # 20 to 17
_SCALED: Final = re.compile(r"\D?[\d.,]+ ?([kKM千万萬亿億]|million)", re.ASCII)
_STATUSES: Final = MappingProxyType(
    {
        **dict.fromkeys(("on track", "正常", "进度正常", "進度正常"), Status.ON_TRACK),
        **dict.fromkeys(("at risk", "有风险", "有風險"), Status.AT_RISK),
        **dict.fromkeys(("off track", "偏离", "偏離", "落后", "落後"), Status.OFF_TRACK),
    }
)
# As we show them, and as Slack writes them into what it sends.
_DOTS: Final = MappingProxyType(
    {
        **dict.fromkeys(("🟢", ":large_green_circle:"), Status.ON_TRACK),
        **dict.fromkeys(("🟡", ":large_yellow_circle:"), Status.AT_RISK),
        **dict.fromkeys(("🔴", ":red_circle:"), Status.OFF_TRACK),
    }
)
_WORDS: Final = "|".join(_STATUSES).replace(" track", "[ -]track")
_BECAUSE: Final = r"(?:because|since|due to)\b|因为|因為|由于|由於"
_WORD: Final = rf"(?<![^\W\d_])(?P<word>{_WORDS})(?:(?!\w)|(?={_BECAUSE}))"
_DOT: Final = "|".join(_DOTS)
_STATUS: Final = re.compile(rf"(?:(?:{_DOT})\s*)?{_WORD}|(?P<dot>{_DOT})", re.IGNORECASE)
# Behind a status alone, what follows may be the rest of a sentence that it is part of.
_WHY: Final = re.compile(rf"\s*(?:[:：,，;；.。–—-]+\s*|(?={_BECAUSE}))", re.IGNORECASE)


_JOINTS: Final = " ,，;；:：–—-"  # between a value and its status
_NOTED: Final = re.compile(r"[;；]")  # without a reason, a status behind it is a note
_BLANK: Final = re.compile(r"\s*")  # a dot is no part of a sentence


class StatedError(UserError):
    """A status without a plain reason: what is to be shown in the form, as it was typed."""

    value: str = ""
    status: Status
    why: str = ""
    ticks: Ticks | None = None  # of a milestone KR


def stated(kr: KrState, text: str, at: Standing | None) -> Taken | None:
    """The value, status and reason of 68 off track: no phones; None where a note begins otherwise.

    StatedError where no reason follows plainly, or no value stands before it.
    """
    return said_behind(kr, text, lambda head, behind: _beside(kr, head, at, behind))


def said_behind(kr: KrState, text: str, read: Callable[[str, str], T | None]) -> T | None:
    """The same, where `read` knows what stands before the status, by that and by what follows."""
    found = _STATUS.search(text)
    if found is None:
        return None
    head, rest = text[: found.start()].rstrip(_JOINTS), text[found.end() :]
    value = read(head, text[len(head) :]) if head else None
    if head and value is None:
        return None
    word = (found["word"] or "").casefold().replace("-", " ")
    status = _STATUSES[word] if word else _DOTS[found["dot"].casefold()]
    why = _WHY.match(rest) or (None if word else _BLANK.match(rest))
    reason = rest[why.end() :].strip() if why else ""
    if value is not None and any(
        map(str.isalnum, re.sub(_BECAUSE, "", reason, flags=re.IGNORECASE))
    ):
        return replace(value, note=reason, status=status)
    if value is not None and not rest.strip(MARKS) and _is_computed(kr, value.value, status):
        return value
    if _NOTED.search(text[len(head) : found.start()]):
        return None
    error = _unreasoned(kr, head, found[0], text[found.start() :])
    error.value, error.status, error.why = head, status, (reason or rest).strip(f"{MARKS}-–—")
    error.ticks = value.ticks if isinstance(value, TakenLine) else None
    raise error


def _is_computed(kr: KrState, value: Decimal, status: Status) -> bool:
    """Whether nobody overrules anything: so nobody has to say why."""
    return kr.aim.suggested(value, kr.expected) is status


def _beside(kr: KrState, head: str, at: Standing | None, behind: str) -> Taken | None:
    """The value alone, or with its target; `behind` it stand its status and why."""
    value = beside_target(kr, head, at, behind) or _alone(head, kr.unit, at)
    return None if value is None or value.note else value


def _unreasoned(kr: KrState, head: str, status: str, note: str) -> StatedError:
    name = f"KR-{kr.number}"
    if not head:
        return StatedError(
            "“{status}” is a status. It needs a reason, so it is chosen in the form that `/okr"
            " update {kr}` opens.",
            status=status,
            kr=name,
        )
    return StatedError(
        "“{status}” is a status. It needs a reason, so it is chosen in the form that `/okr"
        " update {kr}` opens. To have it as the note, type `{line}`.",
        status=status,
        kr=name,
        line=in_one_line(f"{head}; {note}"),
    )


def beside_target(kr: KrState, text: str, at: Standing | None, status: str = "") -> Taken | None:
    """The value alone of 65 / 75 and of 65 of 75, where 75 is the target; None for other texts.

    OfferedError where another number stands in its place: what it offers has the `status` that was
    typed behind this text.
    """
    found = _OF.search(text)
    if found is None or sort_of(kr.unit) is Sort.RATING or _is_fraction(kr, text):
        return None
    head = text[: found.start()].strip()
    value = _alone(head, kr.unit, at)
    try:
        other = take(text[found.end() :], kr.unit)
    except UserError:
        return None
    if value is None:
        return None
    is_target = other.value in _targets(kr)
    refuse_share(
        kr, text, text[found.end() :], value.value, other, is_target=is_target, status=status
    )
    if is_target:
        if (mark := _SCALED.match(text, found.end())) is not None:
            _refuse_small(kr, text, head + mark[1], value.value, other.value)
        return replace(value, note=other.note)
    error = OfferedError(
        "“{typed}” does not name the target of {kr}, {target}. Type `{alone}` for the value, or"
        " `{line}` to have it in the note.",
        typed=in_one_line(text[found.start() :]),
        kr=f"KR-{kr.number}",
        target=[f"{typed_number(n)} {kr.unit}".strip() for n in _targets(kr) if n is not None],
        alone=in_one_line((f"{head}; {other.note}" if other.note else head) + status),
        line=in_one_line(f"{head}; {text[found.start() :]}{status}"),
    )
    raise shown_whole(error, head)


def _refuse_small(kr: KrState, text: str, scaled: str, small: Decimal, target: Decimal) -> None:
    """UserError for 2 of 5k, where the value may be thousands as well."""
    large = _alone(scaled, kr.unit, None)
    if large is not None and small < large.value <= target:
        raise UserError(
            "“{text}” can be read as {small} or as {large}. Write it again: {plain} for the large"
            " one, {exact} for the small one.",
            text=in_one_line(text)[:40],
            small=small,
            large=large.value,
            plain=f"{large.value.normalize():f}",
            exact=typed_number(small),
        )


def refuse_two(kr: KrState, text: str, at: Standing | None, note: str = "") -> None:
    """OfferedError for 1200 -> 1300, of which the first would be the value and the other a note.

    With a `note`, only where that begins so: a whole line takes longer to look through.
    """
    if note and not _TWO.match(note):
        return
    text = line_of(text).typed
    found = _TWO.match(text, len(text) - len(note)) if note else _TWO.search(text)
    if found is None:
        return
    head, behind = text[: found.start()].strip(), text[found.end() :].strip()
    head = _FROM.sub("", head)
    try:
        last = take(behind, kr.unit)
    except UserError:
        return
    if _alone(head, kr.unit, at) is None or (found["word"] and last.note):
        return
    error = OfferedError(
        "“{typed}” holds two values. Type the one that it stands at now: `{last}` or `{first}`.",
        typed=in_one_line(text),
        last=in_one_line(behind),
        first=in_one_line(f"{head}; {last.note}" if last.note else head),
    )
    raise shown_whole(error, head)


def _alone(head: str, unit: str, at: Standing | None) -> Taken | None:
    """A value with nothing behind it, not even a mark: behind one everything is a note."""
    try:
        taken = take(head, unit, at)
    except UserError:
        return None
    return None if taken.note or head[-1:] in MARKS else taken


def _is_fraction(kr: KrState, text: str) -> bool:
    """1/2 h; of nothing else a part is counted so."""
    line = line_of(text)
    part = fraction(line, lead(line).ends)
    return part is not None and sort_of(kr.unit) is Sort.DURATION


def _targets(kr: KrState) -> Collection[Decimal | None]:
    return {kr.aim.target} if isinstance(kr.aim, Reach) else ends_of(kr.aim)
