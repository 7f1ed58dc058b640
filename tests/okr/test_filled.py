"""What the forms make of units, bounds and values, without anybody to fill them in."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from handlers.kit.errors import FormError
from handlers.kit.forms import Form
from handlers.kit.text import Texts
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Aim, Keep, Kind, Milestones, Reach, Step, ends_of, measured
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


def typed_into(**values: str) -> dict[str, Any]:
    return {name: {"any": {"value": value}} for name, value in values.items()}


def filled(**values: str) -> Form:
    return Form({"state": {"values": typed_into(**values)}})


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

    assert (kr.unit, *ends_of(measured(kr.aim))) == kept


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
    blocks = entry_fields(Texts().say("en-US"), REVENUE._replace(unit=unit))

    assert label in blocks[1]["label"]["text"]


def of_kind(kind: str, **typed: str) -> Form:
    """The form with one row of this kind."""
    values = typed_into(**{"okr.objective": "Grow", "1.title": "Renewals", **typed})
    values["1.kind"] = {"any": {"selected_option": {"value": kind}}}
    return Form({"state": {"values": values}})


@pytest.mark.parametrize(
    ("kind", "typed", "block", "told"),
    [
        ("keep", {"1.start": "5", "1.target": "2"}, "1.target", "put the smaller number first"),
        ("keep", {"1.start": "5", "1.target": "5"}, "1.target", "put the smaller number first"),
        ("keep", {}, "1.target", "Say what to keep it at"),
        ("keep", {"1.start": "NaN"}, "1.start", "is not a number"),
        ("keep", {"1.start": "6", "1.unit": "/5"}, "1.start", "out of range"),
        ("milestone", {"1.steps": " \n "}, "1.steps", "Name at least one step"),
        ("milestone", {"1.steps": "step\n" * 60}, "1.steps", "steps are more than"),
        ("milestone", {"1.steps": "Ask (-2)"}, "1.steps", "A weight lies between"),
        ("milestone", {"1.steps": "Ask (0)"}, "1.steps", "at least one step a weight above 0"),
        ("milestone", {"1.steps": "(2)"}, "1.steps", "Say what step"),
        ("milestone", {"1.steps": "😀" * 151}, "1.steps", "characters long"),
        ("reach", {"1.start": "nan", "1.target": "5"}, "1.start", "is not a number"),
        ("reach", {"1.start": "1", "1.target": "1" + "0" * 30}, "1.target", "too long a number"),
        ("reach", {"1.start": "5", "1.target": "5.0"}, "1.target", "starts at its target"),
        ("reach", {"1.start": "5", "1.target": "6", "1.weight": "-1"}, "1.weight", "A weight lies"),
        ("reach", {"1.start": "5", "1.target": "6", "1.weight": "0"}, "1.weight", "has to count"),
        (
            "reach",
            {"1.start": "5", "1.target": "6", "1.weight": "1e30"},
            "1.weight",
            "not a number",
        ),
        ("reach", {"1.start": "5", "1.target": "6", "okr.supports": "top"}, "okr.supports", "O-3"),
    ],
)
def test_what_does_not_fit_its_kind_is_told_at_its_field(
    kind: str, typed: dict[str, str], block: str, told: str
) -> None:
    form = of_kind(kind, **typed)
    with pytest.raises(FormError):
        read_objective(form, "BEN", "T1")

    assert list(form.errors) == [block]
    assert told in form.errors[block].sentence.format(**form.errors[block].values)


@pytest.mark.parametrize(
    ("kind", "typed", "aim"),
    [
        ("keep", {"1.start": "95", "1.unit": "%"}, Keep(low=D(95))),
        ("keep", {"1.target": "2h 30m", "1.unit": "h"}, Keep(high=D("2.5"))),
        ("keep", {"1.start": "1", "1.target": "2", "1.steps": "Ask"}, Keep(D(1), D(2))),
        ("milestone", {"1.steps": "[x] Ask (2)"}, Milestones((Step("Ask", D(2), done=True),))),
        ("milestone", {"1.steps": "问客户（2）"}, Milestones((Step("问客户", D(2)),))),
        ("milestone", {"1.steps": "Ask", "1.start": "x"}, Milestones((Step("Ask"),))),  # set aside
    ],
)
def test_a_row_aims_for_what_its_kind_asks(kind: str, typed: dict[str, str], aim: Aim) -> None:
    assert read_objective(of_kind(kind, **typed), "BEN", "T1").krs[0].aim == aim
