"""The time of day at which somebody wants to be asked, as they type it."""

import re
from datetime import time
from typing import Final

from handlers.kit.errors import UserError

TEAMS: Final = ("default", "team", "off", "默认", "預設", "团队", "團隊")  # back to the teams' time
_WORDS: Final = {"noon": time(12), "中午": time(12), "midnight": time(0)}
_CLOCK: Final = re.compile(
    r"(?P<first>上午|早上|下午|晚上)?\s*(?P<hour>\d{1,2})"
    r"(?:\s*[:.h点點时時]\s*(?P<minute>\d{2}|半)?)?\s*分?\s*(?P<last>a\.?m\.?|p\.?m\.?)?",
)
_SURE: Final = 8  # a bare 4 may be the afternoon; from here on people mean what they type


def read(text: str) -> time | None:
    """`16:00`, `4:30 pm`, `下午4点半`; None for `default`, the teams' time. Else UserError."""
    typed = " ".join(text.lower().replace("\N{FULLWIDTH COLON}", ":").replace("`", "").split())
    typed = typed.removeprefix("at ")
    if typed in TEAMS:
        return None
    if typed in _WORDS:
        return _WORDS[typed]
    found = _CLOCK.fullmatch(typed)
    if found is None:
        raise _unread(text)
    half = "pm" if found["first"] in ("下午", "晚上") else "am" if found["first"] else ""
    half = (found["last"] or "").replace(".", "") or half
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    if not half and typed.isdecimal() and int(typed) < _SURE:
        raise _either(int(typed))
    hour = _hour(int(found["hour"]), half)
    if hour is None or minute > 59:
        raise _unread(text)
    return time(hour, minute)


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour if hour < 24 else None
    if half == "pm" and 12 < hour < 24:  # 下午16点
        return hour
    return hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else None


def _unread(text: str) -> UserError:
    return UserError(
        "“{text}” is not a time of day that I can read. Type `/okr checkin at 16:00` or"
        " `/okr checkin at 4pm`; `/okr checkin at default` takes your team's time again.",
        text=text[:40],
    )


def _either(hour: int) -> UserError:
    return UserError(
        "Is {n} in the morning or in the afternoon? Type `/okr checkin at {early}` or"
        " `/okr checkin at {late}`.",
        n=hour,
        early=f"{hour:02}:00",
        late=f"{hour + 12}:00",
    )
