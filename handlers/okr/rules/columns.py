"""A KR as a line of a table: its columns, what else people call them, and its cells."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from handlers.kit.errors import UserError
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import (
    Aim,
    Keep,
    Kind,
    Milestones,
    Reach,
    checked,
    kind_of,
)
from handlers.okr.rules.life import Level, Stage
from handlers.okr.rules.line import typed_number
from handlers.okr.rules.steps import read_steps, typed_steps
from handlers.okr.rules.values import read_value

# What an export holds, in this order; an import needs the first two and what they aim for.
COLUMNS: Final = (
    "objective",
    "key result",
    "kind",
    "start",
    "target",
    "at least",
    "at most",
    "steps",
    "unit",
    "weight",
    "owner",
    "team",
    "level",
    "cycle",
    "objective owner",
    "ambition",
    "stage",
    "supports",
    "objective number",
    "key result number",
    "value",
)
_ALSO: Final = MappingProxyType(
    {
        **dict.fromkeys(("objective title", "goal", "ziel", "目标", "目標"), "objective"),
        **dict.fromkeys(
            ("kr", "key result title", "key_result", "keyresult", "关键结果", "關鍵結果"),
            "key result",
        ),
        **dict.fromkeys(("from", "baseline", "start value", "起始", "起始值"), "start"),
        **dict.fromkeys(("to", "target value", "zielwert", "目标值", "目標值"), "target"),
        **dict.fromkeys(("min", "minimum", "low", "至少"), "at least"),
        **dict.fromkeys(("max", "maximum", "high", "至多"), "at most"),
        **dict.fromkeys(("milestones", "步骤", "步驟"), "steps"),
        **dict.fromkeys(("einheit", "单位", "單位"), "unit"),
        **dict.fromkeys(("gewicht", "权重", "權重"), "weight"),
        **dict.fromkeys(
            ("owner e-mail", "owner email", "email", "e-mail", "负责人", "負責人"), "owner"
        ),
        **dict.fromkeys(("group", "团队", "團隊"), "team"),
        **dict.fromkeys(("period", "quarter", "周期", "週期"), "cycle"),
        **dict.fromkeys(("current", "current value", "actual", "当前值", "目前值"), "value"),
        **dict.fromkeys(("parent", "aligned to", "支持"), "supports"),
    }
)
_DECIDES: Final = {Kind.REACH: "target", Kind.KEEP: "at most", Kind.MILESTONE: "steps"}


@dataclass(frozen=True, slots=True)
class SheetKr:
    """A KR with its objective, as a line holds it. People are named by e-mail, teams by name."""

    objective: str
    title: str
    aim: Aim
    unit: str = ""
    weight: Decimal = Decimal(1)
    owner: str = ""
    team: str = ""
    level: Level = Level.TEAM
    cycle: str = ""
    objective_owner: str = ""
    ambition: Ambition = Ambition.COMMITTED
    stage: Stage = Stage.ACTIVE
    supports: int | None = None
    objective_number: int | None = None
    number: int | None = None
    value: Decimal | None = None


def column_of(name: str) -> str:
    """The column that this heading means: `KR` -> key result; "" for one that is not known."""
    plain = " ".join(name.casefold().replace("_", " ").split())
    return plain if plain in COLUMNS else _ALSO.get(plain, "")


def cells_of(kr: SheetKr) -> dict[str, str]:
    """The line, as people could have written it."""
    return {
        "objective": kr.objective,
        "key result": kr.title,
        "kind": kind_of(kr.aim),
        **_aim_cells(kr.aim),
        "unit": kr.unit,
        "weight": _number(kr.weight),
        "owner": kr.owner,
        "team": kr.team,
        "level": kr.level,
        "cycle": kr.cycle,
        "objective owner": kr.objective_owner,
        "ambition": kr.ambition,
        "stage": kr.stage,
        "supports": "" if kr.supports is None else f"O-{kr.supports}",
        "objective number": "" if kr.objective_number is None else f"O-{kr.objective_number}",
        "key result number": "" if kr.number is None else f"KR-{kr.number}",
        "value": _number(kr.value),
    }


def _aim_cells(aim: Aim) -> dict[str, str]:
    if isinstance(aim, Reach):
        return {"start": _number(aim.start), "target": _number(aim.target)}
    if isinstance(aim, Keep):
        return {"at least": _number(aim.low), "at most": _number(aim.high)}
    return {"steps": typed_steps(aim.steps)}


def _number(value: Decimal | None) -> str:
    return "" if value is None else typed_number(value)


def read_aim(cells: Mapping[str, str], unit: str) -> Aim:
    """What a line aims for. UserError, with the column as its field, for what makes no sense."""
    kind = _kind(cells)
    try:
        return checked(_aim(kind, cells, unit), unit)
    except UserError as error:
        error.field = error.field or _DECIDES[kind]
        raise


def _aim(kind: Kind, cells: Mapping[str, str], unit: str) -> Aim:
    if kind is Kind.MILESTONE:
        return Milestones(read_steps(cells.get("steps", ""), field="steps"))
    names = ("start", "target") if kind is Kind.REACH else ("at least", "at most")
    first, second = (_bound(cells.get(name, ""), unit, name) for name in names)
    if kind is Kind.KEEP:
        return Keep(first, second)
    if first is None:
        raise UserError("Type the number that it stands at today.", field="start")
    if second is None:
        raise UserError("Type the number that you want to reach.", field="target")
    return Reach(first, second)


def _kind(cells: Mapping[str, str]) -> Kind:
    """As it says, or as the filled columns say."""
    typed = cells.get("kind", "").strip().casefold()
    if typed and typed not in set(Kind):
        raise UserError(
            "“{typed}” is no kind of key result. Write reach, keep or milestone.",
            typed=typed[:40],
            field="kind",
        )
    if typed:
        return Kind(typed)
    if cells.get("steps", "").strip():
        return Kind.MILESTONE
    has_band = any(cells.get(name, "").strip() for name in ("at least", "at most"))
    return Kind.KEEP if has_band else Kind.REACH


def _bound(typed: str, unit: str, field: str) -> Decimal | None:
    if not typed.strip():
        return None
    try:
        return read_value(typed, unit)
    except UserError as error:
        error.field = field
        raise


def changed(before: SheetKr, after: SheetKr) -> frozenset[str]:
    """The fields in which two lines of one KR differ; none: there is nothing to import."""
    return frozenset(
        field.name
        for field in fields(SheetKr)
        if getattr(before, field.name) != getattr(after, field.name)
    )
