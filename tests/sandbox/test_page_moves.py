"""Where the clock bar's buttons lead, and whether the page's colours can be read."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox import page
from bot.sandbox.page.moves import destination

TOKENS = (Path(page.__file__).parent / "static" / "css" / "tokens.css").read_text()


@pytest.mark.parametrize(
    ("move", "zone", "now", "there"),
    [
        ("hour", "Asia/Taipei", "2026-11-23T09:00", "2026-11-23T10:00"),
        ("tomorrow-9", "Asia/Taipei", "2026-11-23T09:00", "2026-11-24T01:00"),
        ("tomorrow-9", "Asia/Taipei", "2026-11-23T17:00", "2026-11-25T01:00"),
        ("wednesday-10", "Europe/Berlin", "2026-11-23T09:00", "2026-11-25T09:00"),
        ("wednesday-10", "Europe/Berlin", "2026-11-25T08:59", "2026-11-25T09:00"),
        ("wednesday-10", "Europe/Berlin", "2026-11-25T09:00", "2026-12-02T09:00"),
        ("friday-15", "America/New_York", "2026-11-27T19:30", "2026-11-27T20:00"),
        ("tomorrow-9", "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T08:00"),
        ("2026-11-25T10:00", "Asia/Taipei", "2026-11-23T09:00", "2026-11-25T02:00"),
        ("2027-03-28T02:30", "Europe/Berlin", "2026-11-23T09:00", "2027-03-28T01:00"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-01T09:00", "2026-10-25T00:30"),
    ],
)
def test_a_move_leads_to_the_moment_on_that_persons_wall(
    move: str, zone: str, now: str, there: str
) -> None:
    start = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert destination(move, zone, start) == datetime.fromisoformat(there).replace(tzinfo=UTC)


@pytest.mark.parametrize("move", ["", "soon", "2026-11-01T10:00", "2199-01-01T10:00"])
def test_a_move_that_leads_nowhere_is_refused(move: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$"):
        destination(move, "Asia/Taipei", datetime(2026, 11, 23, 9, tzinfo=UTC))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("ink", "paper ground ground-deep raised hover press accent-wash"),
        ("ink-soft", "paper ground ground-deep raised hover press accent-wash"),
        ("ink-faint", "paper raised"),
        ("accent", "paper raised"),
        ("accent-deep", "accent-wash"),
        ("on-accent", "accent accent-deep"),
        ("link", "paper raised hover calm-wash"),
        ("calm", "calm-wash"),
        ("wait", "wait-wash"),
        ("bad", "bad-wash paper raised hover"),
        ("good", "good-wash"),
        ("on-bad", "bad"),
    ],
)
def test_text_can_be_read_on_its_ground(theme: str, ink: str, grounds: str) -> None:
    block = TOKENS.split(f'[data-theme="{theme}"] {{')[1].split("}")[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))

    weak = {g: round(contrast(colours[ink], colours[g]), 2) for g in grounds.split()}

    assert {ground: ratio for ground, ratio in weak.items() if ratio < 4.5} == {}
