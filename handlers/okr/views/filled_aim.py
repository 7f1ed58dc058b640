"""What a row of the form aims for, by its kind: numbers, a band, or steps."""

from decimal import Decimal

from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.units import PERCENT, read_unit
from handlers.okr.rules import read_value
from handlers.okr.rules.aims import LONGEST_UNIT
from handlers.okr.rules.guess import unit_in
from handlers.okr.rules.kinds import Aim, Keep, Kind, Milestones, Reach
from handlers.okr.rules.steps import read_steps
from handlers.okr.rules.templates import Template, changed
from handlers.okr.views.rows import kind_in

Read = tuple[Aim | None, Decimal | None, Decimal | None]  # with start and target as far as they are


def read_row_unit(form: Form, row: int) -> str:
    """The unit as it is kept; what it counts decides how both numbers are read.

    A blank one is what stands beside the numbers: from 10% to 30%.
    """
    if kind_in(form, row) is Kind.MILESTONE:
        return PERCENT  # of the steps, by their weight
    block = f"{row}.unit"
    try:
        if typed := form.text(block, required=False, longest=LONGEST_UNIT):
            return read_unit(typed)
        beside = (unit_in(form.text(f"{row}.{n}", required=False)) for n in ("target", "start"))
        return next(filter(None, beside), "")
    except UserError as error:
        form.refuse(block, error)
        return ""


def read_aim(
    form: Form, row: int, unit: str, template: Template | None, *, refuse: bool = False
) -> Read:
    """The aim, not yet checked; None where something is missing. `refuse`: then say so."""
    kind = kind_in(form, row)
    if kind is Kind.MILESTONE:
        return _steps(form, row), None, None
    if kind is Kind.KEEP:
        return _band(form, row, unit), None, None
    start, target = _bounds(form, row, unit, template)
    if start is not None and target is not None:
        return Reach(start, target), start, target
    if refuse:
        _refuse_blanks(form, row)
    return None, start, target


def decides(form: Form, row: int) -> str:
    """The field beside which a contradiction is told."""
    if kind_in(form, row) is Kind.MILESTONE:
        return f"{row}.steps"
    return f"{row}.by" if f"{row}.by" in form else f"{row}.target"


def _steps(form: Form, row: int) -> Aim | None:
    block = f"{row}.steps"
    try:
        return Milestones(read_steps(form.text(block, required=False)))
    except UserError as error:
        form.refuse(block, error)
        return None


def _band(form: Form, row: int, unit: str) -> Aim | None:
    low, high = (_number(form, f"{row}.{name}", unit) for name in ("start", "target"))
    unread = {f"{row}.start", f"{row}.target"} & set(form.errors)
    return None if unread else Keep(low, high)


def _bounds(
    form: Form, row: int, unit: str, template: Template | None
) -> tuple[Decimal | None, Decimal | None]:
    """From and to; from and by how many percent, where the template asks so."""
    start = _number(form, f"{row}.start", unit)
    if template is None or f"{row}.by" not in form:
        return start, _number(form, f"{row}.target", unit)
    percent = _number(form, f"{row}.by", PERCENT)
    if start is None or percent is None:
        return start, None
    try:
        return start, changed(template, start, percent)
    except UserError as error:
        form.refuse(f"{row}.by", error)
        return start, None


def _refuse_blanks(form: Form, row: int) -> None:
    """What was left out; a field that could not be read has been told already."""
    if not form.text(f"{row}.start", required=False):
        form.refuse(f"{row}.start", UserError("Type the number that it stands at today."))
    target = decides(form, row)
    if not form.text(target, required=False):
        form.refuse(target, UserError("Type the number that you want to reach."))


def _number(form: Form, block: str, unit: str) -> Decimal | None:
    typed = form.text(block, required=False)
    if not typed:
        return None
    try:
        return read_value(typed, unit)
    except UserError as error:
        form.refuse(block, error)
        return None
