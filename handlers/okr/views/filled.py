"""What was filled in for a new objective: to make it, or to be looked at by the coach."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Say, plain
from handlers.okr.rules import NewKr, NewObjective
from handlers.okr.rules.aims import LONGEST_TITLE
from handlers.okr.rules.checking import Direction, checked, read_weight
from handlers.okr.rules.coach import DraftKr
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Kind, Reach
from handlers.okr.rules.life import Level
from handlers.okr.rules.templates import TEMPLATES, Template
from handlers.okr.views.choices import AMBITION, BEGINS, CYCLE, DRAFT, LEVEL, read_supports
from handlers.okr.views.create import TEAM, TITLE
from handlers.okr.views.filled_aim import decides, read_aim, read_row_unit
from handlers.okr.views.rows import ROWS, kind_in
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
    form: Form, author: str, team_id: str, begun: Proposed | None = None, *, cycle_id: str = ""
) -> NewObjective:
    """What was filled in. Every field that needs another look is told at once: FormError.

    `cycle_id` is the cycle that the form was opened for, if a button said so.
    """
    title = form.text(TITLE, longest=LONGEST_TITLE)
    krs = [kr for row in range(1, ROWS + 1) if (kr := _read_row(form, row, author, begun))]
    if not krs and not form.errors:
        form.refuse(
            "1.title",
            UserError("An objective needs at least one key result: what will you measure?"),
        )
    if krs and not any(kr.weight for kr in krs):
        form.refuse(
            f"{krs[0].row}.weight",
            UserError("At least one key result has to count: give it a weight above 0."),
        )
    supports = read_supports(form)
    form.check()
    return NewObjective(
        form.choice(TEAM) or team_id,
        title,
        tuple(krs),
        level=Level(form.choice(LEVEL) or Level.TEAM),
        cycle_id=form.choice(CYCLE) or cycle_id,
        ambition=Ambition(form.choice(AMBITION) or Ambition.COMMITTED),
        supports=supports,
        is_draft=form.choice(BEGINS) == DRAFT,
    )


def read_draft(form: Form, begun: Proposed | None = None) -> tuple[str, list[DraftKr]]:
    """Title and KRs as far as they are written: what cannot be read is blank."""
    krs = []
    for row in range(1, ROWS + 1):
        title = form.text(f"{row}.title", required=False)
        if title or _typed(form, row):
            unit = read_row_unit(form, row)
            aim, start, target = read_aim(form, row, unit, begun.template if begun else None)
            krs.append(DraftKr(row, title, unit, start, target, aim))
    return form.text(TITLE, required=False), krs


def _typed(form: Form, row: int) -> bool:
    """Whether anything is written into what this kind of KR asks for; an owner alone is not."""
    names = ("steps",) if kind_in(form, row) is Kind.MILESTONE else ("start", "target")
    return any(form.text(f"{row}.{name}", required=False) for name in names)


def _is_blank(form: Form, row: int, begun: Proposed | None) -> bool:
    """Nothing is written; of what a template guards, its title was emptied to leave it out."""
    if form.text(f"{row}.title", required=False):
        return False
    if begun is not None and 2 <= row <= 1 + len(begun.template.guards):
        return True
    is_steps = kind_in(form, row) is Kind.MILESTONE
    unit = "" if is_steps else form.text(f"{row}.unit", required=False)
    return not (unit or _typed(form, row))


def _read_row(form: Form, row: int, author: str, begun: Proposed | None) -> NewKr | None:
    """The KR in this row; None when it is blank or was refused."""
    if _is_blank(form, row, begun):
        return None
    title = form.text(f"{row}.title", required=False, longest=LONGEST_TITLE)
    if not title:
        form.refuse(f"{row}.title", UserError("Say what this key result measures."))
    unit = read_row_unit(form, row)
    template = begun.template if begun else None
    aim, _, _ = read_aim(form, row, unit, template, refuse=True)
    weight = _weight(form, row)
    if aim is None:
        return None
    direction = begun.direction(title) if begun and row == 1 and isinstance(aim, Reach) else None
    try:
        checked(aim, unit, direction)
    except UserError as error:
        form.refuse(decides(form, row), error)
    return NewKr(row, title, aim, unit, form.person(f"{row}.owner") or author, weight)


def _weight(form: Form, row: int) -> Decimal:
    typed = form.text(f"{row}.weight", required=False)
    try:
        return read_weight(typed) if typed else Decimal(1)
    except UserError as error:
        form.refuse(f"{row}.weight", error)
        return Decimal(1)
