"""What was filled in for a new objective: to make it, or to be looked at by the coach."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Say, plain
from handlers.kit.units import read_unit
from handlers.okr.rules import NewKr, NewObjective, read_value
from handlers.okr.rules.coach import DraftKr
from handlers.okr.rules.kinds import Direction, Reach, checked
from handlers.okr.rules.templates import TEMPLATES, Blank, Template, changed
from handlers.okr.views.create import LONGEST_TITLE, LONGEST_UNIT, ROWS, TEAM, TITLE
from handlers.okr.views.templates import measure_title


@dataclass(frozen=True, slots=True)
class Proposed:
    """The template that a form came from, and the title that it proposed for the first KR."""

    template: Template
    title: str

    def direction(self, title: str) -> Direction | None:
        """Which way it should go, as long as it is still about the same."""
        return self.template.direction if title == self.title else None


def proposed(say: Say, code: str | None) -> Proposed | None:
    """From what the form carried; None for a form that began blank."""
    template = TEMPLATES.get(code or "")
    if template is None:
        return None
    return Proposed(template, plain(measure_title(say, template.code)))


def read_objective(
    form: Form, author: str, team_id: str, begun: Proposed | None = None
) -> NewObjective:
    """What was filled in. Every field that needs another look is told at once: FormError."""
    title = form.text(TITLE, longest=LONGEST_TITLE)
    krs = [
        kr
        for row in range(1, ROWS + 1)
        if (kr := _read_row(form, row, author, begun if row == 1 else None)) is not None
    ]
    if not krs and not form.errors:
        form.refuse(
            "1.title",
            UserError("An objective needs at least one key result: what will you measure?"),
        )
    form.check()
    return NewObjective(form.choice(TEAM) or team_id, title, tuple(krs))


def read_draft(form: Form, begun: Proposed | None = None) -> tuple[str, list[DraftKr]]:
    """Title and KRs as far as they are written: what cannot be read is blank."""
    krs = []
    for row in range(1, ROWS + 1):
        title = form.text(f"{row}.title", required=False)
        typed = [form.text(f"{row}.{name}", required=False) for name in ("start", "target")]
        if title or any(typed):
            unit = _unit(form, row)
            start, target = _bounds(form, row, unit, begun if row == 1 else None)
            krs.append(DraftKr(row, title, unit, start, target))
    return form.text(TITLE, required=False), krs


def _read_row(form: Form, row: int, author: str, begun: Proposed | None) -> NewKr | None:
    """The KR in this row; None when it is blank or was refused. An owner alone is a blank row."""
    title = form.text(f"{row}.title", required=False, longest=LONGEST_TITLE)
    unit = _unit(form, row)
    typed = [form.text(f"{row}.{name}", required=False) for name in ("start", "target")]
    if not (title or unit or any(typed)):
        return None
    if not title:
        form.refuse(f"{row}.title", UserError("Say what this key result measures."))
    start, target = _bounds(form, row, unit, begun)
    if start is None or target is None:
        return None
    try:
        checked(Reach(start, target), unit, begun.direction(title) if begun else None)
    except UserError as error:
        form.refuse(f"{row}.by" if f"{row}.by" in form else f"{row}.target", error)
    return NewKr(row, title, start, target, unit, form.person(f"{row}.owner") or author)


def _unit(form: Form, row: int) -> str:
    """The unit as it is kept; what it counts decides how both numbers are read."""
    block = f"{row}.unit"
    try:
        return read_unit(form.text(block, required=False, longest=LONGEST_UNIT))
    except UserError as error:
        form.refuse(block, error)
        return ""


def _bounds(
    form: Form, row: int, unit: str, begun: Proposed | None
) -> tuple[Decimal | None, Decimal | None]:
    """From and to; from and by how many percent, where the template asks so."""
    start = _number(form, f"{row}.start", unit)
    if begun is None or Blank.BY not in begun.template.asks:
        return start, _number(form, f"{row}.target", unit)
    percent = _number(form, f"{row}.by", "%")
    if start is None or percent is None:
        return start, None
    try:
        return start, changed(begun.template, start, percent)
    except UserError as error:
        form.refuse(f"{row}.by", error)
        return start, None


def _number(form: Form, block: str, unit: str) -> Decimal | None:
    typed = form.text(block, required=False)
    if not typed:
        words = (
            UserError("Type the number that it stands at today.")
            if block.endswith(".start")
            else UserError("Type the number that you want to reach.")
        )
        form.refuse(block, words)
        return None
    try:
        return read_value(typed, unit)
    except UserError as error:
        form.refuse(block, error)
        return None
