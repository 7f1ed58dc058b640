"""The columns of the table: how they are called, and what else people call them."""

from types import MappingProxyType
from typing import Final

OBJECTIVE: Final = (  # of the objective; each of its lines repeats them
    "objective number",
    "objective",
    "level",
    "team",
    "cycle",
    "cycle starts",
    "cycle ends",
    "objective owner",
    "stage",
    "ambition",
    "supports",
    "objective weight",
    "lesson",
    "objective carried from",
)
KEY_RESULT: Final = (
    "key result number",
    "key result",
    "kind",
    "start",
    "target",
    "at least",
    "at most",
    "steps",
    "unit",
    "value",
    "weight",
    "owner",
    "shared with",
    "grade",
    "closed",
    "carried from",
)
# In this order they leave. To come in, the titles and what a KR aims for are enough.
COLUMNS: Final = (*OBJECTIVE, *KEY_RESULT, "workspace")
_ALSO: Final = MappingProxyType(
    {
        **dict.fromkeys(
            ("objective title", "objectives", "goal", "goals", "ziel", "目标", "目標"), "objective"
        ),
        **dict.fromkeys(
            (
                "kr",
                "krs",
                "key results",
                "key result title",
                "keyresult",
                "schlüsselergebnis",
                "kernergebnis",
                "关键结果",
                "關鍵結果",
                "关键成果",
                "關鍵成果",
            ),
            "key result",
        ),
        **dict.fromkeys(("art", "type", "类型", "類型"), "kind"),
        **dict.fromkeys(
            (
                "from",
                "baseline",
                "start value",
                "startwert",
                "ausgangswert",
                "起始",
                "起始值",
                "初始值",
            ),
            "start",
        ),
        **dict.fromkeys(("to", "target value", "zielwert", "目标值", "目標值"), "target"),
        **dict.fromkeys(("min", "minimum", "low", "mindestens", "至少"), "at least"),
        **dict.fromkeys(("max", "maximum", "high", "höchstens", "至多"), "at most"),
        **dict.fromkeys(
            ("milestones", "schritte", "meilensteine", "步骤", "步驟", "里程碑"), "steps"
        ),
        **dict.fromkeys(("einheit", "单位", "單位"), "unit"),
        **dict.fromkeys(("gewicht", "gewichtung", "权重", "權重"), "weight"),
        **dict.fromkeys(
            (
                "owner e-mail",
                "owner email",
                "owner mail",
                "email",
                "e-mail",
                "verantwortlich",
                "verantwortliche",
                "verantwortlicher",
                "zuständig",
                "负责人",
                "負責人",
                "负责人邮箱",
                "負責人信箱",
            ),
            "owner",
        ),
        **dict.fromkeys(("group", "department", "abteilung", "团队", "團隊"), "team"),
        **dict.fromkeys(("ebene", "层级", "層級"), "level"),
        **dict.fromkeys(
            ("period", "quarter", "zyklus", "quartal", "zeitraum", "周期", "週期", "季度"), "cycle"
        ),
        **dict.fromkeys(
            (
                "current",
                "current value",
                "actual",
                "wert",
                "aktuell",
                "aktueller wert",
                "istwert",
                "当前值",
                "當前值",
                "目前值",
            ),
            "value",
        ),
        **dict.fromkeys(("parent", "aligned to", "unterstützt", "支持", "支援"), "supports"),
        **dict.fromkeys(("bewertung", "评分", "評分"), "grade"),
    }
)


def column_of(name: str) -> str:
    """The column that this heading means: `KR` -> key result; "" for one that is not known."""
    plain = " ".join(name.casefold().replace("_", " ").split())
    return plain if plain in COLUMNS else _ALSO.get(plain, "")
