"""Objectives and KRs of every kind, to be drawn by hypothesis."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.rules.cycle import Period, Rhythm, own, period_of
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Keep, Milestones, Reach, Step
from handlers.okr.rules.life import Level, Stage

TODAY = date(2026, 11, 16)
CYCLE = period_of(Rhythm.QUARTER, TODAY)
TEAMS = ("T1", "T2", "T3")  # the last one has no objectives, but shares in others'
OWNERS = ("ANNA", "BEN")

numbers = st.decimals(-(10**12), 10**12, places=4)


def as_kept(kr: Kr) -> Kr:
    """Of milestones the steps say unit and value."""
    if not isinstance(kr.aim, Milestones):
        return kr
    is_begun = any(step.done for step in kr.aim.steps)
    return replace(kr, unit="%", value=kr.aim.value() if is_begun else None)


titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text == text.strip() and bool(text.strip())
)
reach = st.builds(Reach, numbers, numbers).filter(lambda aim: aim.start != aim.target)
bands = st.one_of(
    st.builds(lambda low: Keep(low=low), numbers),
    st.builds(lambda high: Keep(high=high), numbers),
    st.builds(lambda low, width: Keep(low, low + width), numbers, st.decimals(1, 100, places=1)),
)
steps = st.lists(
    st.builds(Step, titles, st.decimals("0.001", 100, places=3), st.booleans()),
    min_size=1,
    max_size=4,
).map(lambda steps: Milestones(tuple(steps)))
LEAST = Period("2026-11-02..2026-11-20", date(2026, 11, 2), date(2026, 11, 20))
cycles = st.sampled_from(
    [
        CYCLE,
        LEAST,
        own(date(2026, 1, 1), date(2026, 2, 1), "Sprint 7"),
        period_of(Rhythm.MONTH, TODAY),
    ]
)
objectives = st.builds(
    Objective,
    title=titles,
    team_id=st.sampled_from(TEAMS[:2]),
    cycle=cycles,
    owner_id=st.sampled_from(OWNERS),
    level=st.sampled_from(Level),
    ambition=st.sampled_from(Ambition),
    stage=st.sampled_from(Stage),
    weight=st.decimals(0, 100, places=3),
    lesson=st.one_of(st.just(""), titles),
)
krs = st.builds(
    Kr,
    title=titles,
    aim=st.one_of(reach, bands, steps),
    owner_id=st.sampled_from(OWNERS),
    unit=st.sampled_from(["", "%", "EUR", "h", "active users", "min"]),
    weight=st.decimals(1, 100, places=2),
    shared=st.sampled_from([(), ("T3",)]),
    value=st.none() | numbers,
    grade=st.none() | st.decimals(0, 1, places=1),
    is_closed=st.booleans(),
).map(as_kept)
