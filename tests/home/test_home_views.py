"""What Home looks like at its fullest, and that Slack takes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.blockkit import view_problems
from handlers.checkin.rules.asked import DueRound
from handlers.home import rules, views
from handlers.home.rules import Page, TeamPart
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.kudos.rules import Given
from handlers.metric.rules.figures import Point, shown
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Kind, Reach

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
TEXTS = Texts()
EMPTY = Page((), None, (), (), 0, (), None)


def reader(locale: str = "en-US", name: str = "Anna") -> Reader:
    return Reader("U1", name, "Europe/Berlin", TEXTS.say(locale))


def kr(number: int, objective: int = 1, **changes: object) -> KrState:
    plain = KrState(
        number=number,
        title="First response <!channel> " + "x" * 200,
        unit="h",
        kind=Kind.REACH,
        aim=Reach(Decimal(60), Decimal(4)),
        owner_id="U1",
        objective_number=objective,
        objective_title="Answer faster",
        team_id="t",
        cycle_id="2026-Q4",
        cycle_ends=date(2026, 12, 31),
        weight=Decimal(1),
        position=1,
        value=Decimal(32),
        update_id="u",
        day=date(2026, 11, 11),
        made_at=NOW,
        confidence=7,
        note="",
        progress=Decimal("0.5"),
        status=Status.ON_TRACK,
    )
    return plain._replace(**changes)  # type: ignore[arg-type]  # names are KrState's


def team(krs: list[KrState]) -> TeamPart:
    return TeamPart("t", "Care " * 40, "C1", ("U1", "U2"), True, rules.objectives(krs), ())


def full() -> Page:
    krs = [kr(n, objective=n) for n in range(1, 60)]
    due = DueRound("t", "Care", NOW.date(), NOW + timedelta(days=2), krs, [], is_closed=False)
    given = Given("k", "t", "U2", ("U1",), "r" * 3000, None, None, "command", NOW)
    return Page((due,) * 3, NOW, tuple(krs), (team(krs),) * 3, 4, (given,) * 3, None)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("page", [EMPTY, full()], ids=["first time", "full"])
def test_slack_takes_it(locale: str, page: Page) -> None:
    assert view_problems(views.home(reader(locale), page)) == []


def test_nothing_that_people_wrote_pings_anybody() -> None:
    assert "<!channel>" not in str(views.home(reader(), full()))


def test_who_has_no_name_yet_is_welcomed_all_the_same() -> None:
    assert "Welcome!" in str(views.home(reader(name=""), EMPTY))


def test_an_objective_counts_what_needs_help() -> None:
    krs = [
        kr(1),
        kr(2, status=Status.OFF_TRACK, progress=Decimal(0)),
        kr(3, status=Status.AT_RISK, progress=None),
        kr(4, status=Status.OUTDATED, progress=Decimal(2)),
    ]
    (objective,) = rules.objectives(krs)
    assert (objective.krs, objective.outdated) == (4, 1)
    assert (objective.off_track, objective.at_risk) == (1, 1)
    assert objective.progress == Decimal("0.5")  # of 0.5, 0 and 1; no answer is no 0


def test_an_objective_shows_each_status_by_its_own_sign() -> None:
    yellow = rules.objectives([kr(1, status=Status.AT_RISK), kr(2, status=Status.AT_RISK)])
    page = replace(EMPTY, teams=(replace(team([]), objectives=yellow),))
    text = str(views.home(reader(), page))
    assert "🟡 2 are at risk" in text
    assert "🔴" not in text
    red = rules.objectives([kr(1, status=Status.OFF_TRACK), kr(2, status=Status.AT_RISK)])
    page = replace(EMPTY, teams=(replace(team([]), objectives=red),))
    assert "🔴 1 is off track · 🟡 1 is at risk" in str(views.home(reader(), page))


def test_metrics_that_do_not_fit_are_counted() -> None:
    point = Point(Decimal(62), date(2026, 11, 16), NOW)
    eight = tuple(shown(f"m{n}", f"Metric {n}", "", point, None, NOW) for n in range(8))
    for metrics, told in ((eight, True), (eight[:4], False)):
        page = replace(EMPTY, teams=(replace(team([]), metrics=metrics),))
        text = str(views.home(reader(), page))
        assert "Metric 3" in text
        assert ("4 more: `/okr metric` shows them all." in text) is told


def test_an_objective_without_any_answer_has_no_percentage() -> None:
    (objective,) = rules.objectives([kr(1, progress=None, value=None, status=Status.NEW)])
    assert objective.progress is None
    page = replace(EMPTY, teams=(replace(team([]), objectives=(objective,)),))
    assert "▱▱▱▱▱▱▱▱▱▱ · 1 key result" in str(views.home(reader(), page))
