"""A chart of key results, and the same in words."""

import base64
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from handlers.digest.rules.lines import Line, Lines
from handlers.kit.blocks import shorten
from handlers.kit.charts import CHINESE_FONTS, FONTS, Chart, Panel
from handlers.kit.text import Mrkdwn, Say, columns, plain
from handlers.okr.rules.progress import legible
from handlers.okr.views import TONES, kr_name, percent, status_words

WIDTHS: Final = {1: 100, 2: 48, 4: 48}  # columns of a panel's title, by the number of panels
WIDTH: Final = 31
TITLE: Final = 60
ALT: Final = 1000


def chart(say: Say, lines: Lines) -> Chart:
    """What kit.charts draws; texts in plain words of the team's language."""
    span = (lines.end - lines.start).days
    middle = lines.start + timedelta(days=span // 2)
    return Chart(
        title=plain(_title(say, lines)),
        subtitle=plain(_subtitle(say, lines)),
        days=span,
        ticks=[(_x(lines, day), plain(say.day(day))) for day in (lines.start, middle, lines.end)],
        panels=[_panel(say, lines, line) for line in lines.lines],
        fonts=CHINESE_FONTS.get(say.language, FONTS),
    )


def file(say: Say, lines: Lines, picture: bytes) -> dict[str, Any]:
    """The picture as the outbox uploads it."""
    return {
        "name": f"progress-{lines.end.isoformat()}.png",
        "title": plain(_title(say, lines)),
        "alt": shorten(in_words(say, lines), ALT),
        "content": base64.b64encode(picture).decode(),
    }


def in_words(say: Say, lines: Lines) -> str:
    """What the picture says, for who does not see it."""
    each = (
        say(
            "{kr} {title}: {first} to {last}, {status}.",
            kr=kr_name(line.kr),
            title=shorten(line.kr.title, TITLE),
            first=percent(say, line.points[0][1]),
            last=percent(say, line.points[-1][1]),
            status=status_words(say, line.kr.status),
        )
        for line in lines.lines
    )
    first = say("{title}. {subtitle}.", title=_title(say, lines), subtitle=_subtitle(say, lines))
    return plain(say.joined(first, *each))


def _title(say: Say, lines: Lines) -> Mrkdwn:
    return say("{team}: progress of key results", team=lines.team_name)


def _subtitle(say: Say, lines: Lines) -> Mrkdwn:
    start, end = say.day(lines.start), say.day(lines.end)
    if len(lines.lines) < lines.all:
        return say(
            "{shown} of {all}, {start} to {end}; the dashed line is an even pace",
            shown=len(lines.lines),
            all=lines.all,
            start=start,
            end=end,
        )
    return say("{start} to {end}; the dashed line is an even pace", start=start, end=end)


def _panel(say: Say, lines: Lines, line: Line) -> Panel:
    return Panel(
        name=f"{kr_name(line.kr)}  {plain(status_words(say, line.kr.status))}",
        title=_wrapped(line.kr.title, WIDTHS.get(len(lines.lines), WIDTH)),
        value=plain(percent(say, line.points[-1][1])),
        tone=TONES[line.kr.status],
        points=[(_x(lines, day), _y(share)) for day, share in line.points],
        pace=[(_x(lines, day), _y(share)) for day, share in line.pace],
    )


def _x(lines: Lines, day: date) -> float:
    return float((day - lines.start).days)


def _y(share: Decimal) -> float:
    return float(legible(share) * 100)


def _wrapped(title: str, width: int) -> list[str]:
    """Two lines at most; Chinese breaks anywhere, other words at spaces."""
    kept = "".join(c for c in title if ord(c) < 0x1F000)  # emoji have no place in our fonts
    rest = " ".join(kept.split())
    cut = _fitting(rest, width)
    if cut == len(rest):
        return [rest]
    space = rest[: cut + 1].rfind(" ")
    cut = space if space > cut // 2 else cut
    first, second = rest[:cut].strip(), rest[cut:].strip()
    if _fitting(second, width) < len(second):
        second = f"{second[: _fitting(second, width - 1)].rstrip()}…"
    return [first, second]


def _fitting(text: str, width: int) -> int:
    """How many characters of the text fit on one line of so many columns."""
    used = 0
    for index, character in enumerate(text):
        used += columns(character)
        if used > width:
            return index
    return len(text)
