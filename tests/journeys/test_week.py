"""The week that plays itself, across changes of the clocks and on both sides of a promise."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import play, promises, week
from bot.demo.history import WEEKS
from bot.demo.scenes import ZONE
from bot.demo.witness import Seen, Witness
from tests.trust.deep import DEEP

# Mondays on which the history begins: three weeks before the week that is checked.
AUTUMN = datetime(2026, 10, 5, 9, tzinfo=ZONE)  # Europe's clocks went back the Sunday before
NEW_YORK = datetime(2026, 2, 16, 9, tzinfo=ZONE)  # New York's went forward the Sunday before


async def test_the_week_keeps_its_promises_when_europe_sets_its_clocks_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    transcript = tmp_path / "week.md"
    witness, deeds = await play.played(AUTUMN)
    assert play.told(transcript, AUTUMN, witness, deeds) == 0
    counted = " ".join(capsys.readouterr().out.split())
    assert "7 cards and 1 reminder came at their local minute, once;" in counted
    told = transcript.read_text(encoding="utf-8")
    (digest,) = [
        seen.look
        for seen in witness.seen
        if seen.what == "new" and "*CSAT*" in seen.look and promises.figures(seen.look)
    ]
    assert promises.figures(digest)[3][1] == 87
    assert "*CSAT*  87 %" in digest  # the same number by two ways
    assert "Wed 10:00:00 (Europe/London): **Maya Okafor** sees from Delight" in told
    assert "Wed 10:00:00 (America/New_York): **Tom Reyes** sees from Delight" in told
    assert "that this goes away again" in told  # kudos that were taken back
    said = told.index("sees from Aroha Ngata:\n\n> Lunch is at one today!")
    assert said < told.index("reacts with :raised_hands: to “Lunch is at one today!”")
    toms = "(America/New_York): **Tom Reyes** sees that 2 messages have changed to this:"
    assert told.count(toms) == 1  # his card and the reminder, once he has answered late
    find_broken_promises(witness, AUTUMN + timedelta(weeks=WEEKS))


@pytest.mark.skipif(not DEEP, reason="the same once more: by TRUST=1")
async def test_the_week_keeps_its_promises_when_new_york_sets_its_clocks_forward(
    tmp_path: Path,
) -> None:
    assert await play.play_week(tmp_path / "week.md", NEW_YORK) == 0


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (datetime(2026, 11, 18, tzinfo=ZONE), datetime(2026, 10, 26, 9, tzinfo=ZONE)),
        (datetime(2026, 11, 26, tzinfo=ZONE), datetime(2026, 10, 26, 9, tzinfo=ZONE)),  # New York's
        (
            datetime(2026, 12, 23, tzinfo=ZONE),
            datetime(2026, 11, 23, 9, tzinfo=ZONE),
        ),  # everybody's
        (datetime(2026, 10, 7, tzinfo=ZONE), datetime(2026, 8, 24, 9, tzinfo=ZONE)),  # one quarter
    ],
)
def test_the_week_is_one_without_holidays(today: datetime, begins: datetime) -> None:
    assert week.first_monday(today, WEEKS) == begins


def find_broken_promises(witness: Witness, monday: datetime) -> None:
    """Whatever is not as promised is told: else that all was well would say nothing."""
    kept = witness.seen
    assert list(promises.mistakes(witness, monday)) == []
    card = next(seen for seen in kept if promises.is_card(seen))
    digest = next(seen for seen in kept if promises.figures(seen.look))
    minute_later = replace(card, at=card.at + timedelta(minutes=1))
    false = replace(digest, look=digest.look.replace(" → ", " → 9", 1))
    for broken in (
        [seen for seen in kept if seen is not card],  # it never came
        [*kept, minute_later],  # it came twice
        [minute_later if seen is card else seen for seen in kept],  # it came late
        [false if seen is digest else seen for seen in kept],  # a figure is wrong
        [seen for seen in kept if seen is not digest],  # no digest
    ):
        assert len(list(promises.mistakes(_with(witness, broken), monday))) >= 1


def _with(witness: Witness, seen: list[Seen]) -> Witness:
    return Witness(witness.world, witness.workspace, seen)
