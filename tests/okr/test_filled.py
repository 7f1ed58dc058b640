"""What the forms make of units, bounds and values, without anybody to fill them in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from handlers.kit.errors import FormError
from handlers.kit.forms import Form
from handlers.kit.text import Texts
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Kind, Reach
from handlers.okr.views import entry_fields, read_entry, read_objective

D = Decimal
REVENUE = KrState(
    number=3,
    title="Renewals",
    unit="EUR",
    kind=Kind.REACH,
    aim=Reach(D(0), D(60000)),
    owner_id="BEN",
    objective_number=1,
    objective_title="Delight",
    team_id="T1",
    cycle_id="2026-Q4",
    cycle_ends=date(2026, 12, 31),
    weight=D(1),
    position=1,
    value=D(12000),
    update_id="u1",
    day=date(2026, 11, 16),
    made_at=None,
    confidence=None,
    note="",
    previous=None,
    progress=D("0.2"),
    status=Status.ON_TRACK,
)


def filled(**values: str) -> Form:
    blocks = {name: {"any": {"value": value}} for name, value in values.items()}
    return Form({"state": {"values": blocks}})


def row(unit: str, start: str, target: str) -> Form:
    return filled(
        **{
            "okr.objective": "Grow",
            "1.title": "Renewals",
            "1.unit": unit,
            "1.start": start,
            "1.target": target,
        }
    )


@pytest.mark.parametrize(
    ("unit", "start", "target", "kept"),
    [
        ("€", "12k", "€15.5k", ("EUR", D(12000), D(15500))),
        ("percent", "40 %", "60", ("%", D(40), D(60))),
        ("h", "1d", "2h 30m", ("h", D(24), D("2.5"))),
        ("out of 5", "4.1/5", "4.5", ("/5", D("4.1"), D("4.5"))),
        ("active users", "1.2万", "20k", ("active users", D(12000), D(20000))),
    ],
)
def test_a_new_kr_is_read_in_its_unit(
    unit: str, start: str, target: str, kept: tuple[str, Decimal, Decimal]
) -> None:
    kr = read_objective(row(unit, start, target), "BEN", "T1").krs[0]

    assert (kr.unit, kr.start, kr.target) == kept


@pytest.mark.parametrize(
    ("unit", "start", "target", "block"),
    [
        ("¥", "1", "2", "1.unit"),
        ("/5", "4", "6", "1.target"),
        ("h", "2 %", "1", "1.start"),
        ("h", "90 min", "1,5 h", "1.target"),  # the same
    ],
)
def test_what_does_not_fit_its_unit_is_told_at_its_field(
    unit: str, start: str, target: str, block: str
) -> None:
    form = row(unit, start, target)
    with pytest.raises(FormError):
        read_objective(form, "BEN", "T1")
    assert block in form.errors


@pytest.mark.parametrize(
    ("typed", "value"),
    [("€15k", D(15000)), ("+3k", D(15000)), ("-2000 €", D(10000)), ("=-1", D(-1)), ("", None)],
)
def test_a_step_in_a_form_counts_from_the_value_that_it_shows(
    typed: str, value: Decimal | None
) -> None:
    form = filled(**{"okr.value.3": typed})

    assert read_entry(form, REVENUE).value == value
    assert form.errors == {}


@pytest.mark.parametrize(
    ("unit", "label"), [("EUR", "in EUR?"), ("/5", "out of 5?"), ("", "stand?")]
)
def test_the_field_says_what_is_counted(unit: str, label: str) -> None:
    blocks = entry_fields(Texts().say("en-US"), replace(REVENUE, unit=unit))

    assert label in blocks[1]["label"]["text"]
