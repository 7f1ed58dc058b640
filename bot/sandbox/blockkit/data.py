"""Tables and charts."""

from typing import Any, Final

from bot.sandbox.blockkit.checks import (
    NOT_MODAL,
    Check,
    Kind,
    Rule,
    Surface,
    boolean,
    integer,
    items,
    number,
    one_of,
    shape,
    string,
    typed,
)
from bot.sandbox.blockkit.objects import ID
from bot.sandbox.blockkit.problems import FINE, Problems
from bot.sandbox.blockkit.rich import rich_text

_TABLE_TEXT: Final = 10_000
_DATA_TABLE_TEXT: Final = 20_000

_RAW: Final = {
    "raw_text": Kind(shape({"text": string(_DATA_TABLE_TEXT)})),
    "raw_number": Kind(shape({"value": number}, {"text": string(255)})),
}
_CELLS: Final = {**_RAW, "rich_text": Kind(rich_text)}
_COLUMN: Final = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(value: Any, surface: Surface) -> Problems:
    """Null leaves a column as it is."""
    return FINE if value is None else _COLUMN(value, surface)


def characters(value: Any) -> int:
    """How much text stands in a table's cells, however deep."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(characters(v) for v in value.values() if isinstance(v, dict | list))
    return sum(characters(one) for one in value) if isinstance(value, list) else 0


def _at_most(most: int) -> Rule:
    def rule(value: dict[str, Any]) -> str | None:
        fine = characters(value["rows"]) <= most
        return None if fine else f"must be less than {most + 1} characters in total"

    return rule


def _even_rows(value: dict[str, Any]) -> str | None:
    lengths = {len(row) for row in value["rows"]}
    return None if len(lengths) == 1 else "all rows must have the same number of cells"


def _plain_header(value: dict[str, Any]) -> str | None:
    wrong = any(cell["type"] == "rich_text" for cell in value["rows"][0])
    return "the first row must not hold rich_text" if wrong else None


_LABEL: Final = string(20)
_POINT: Final = shape({"label": _LABEL, "value": number})
_SERIES: Final = shape({"name": _LABEL, "data": items(_POINT, 20)})
_AXES: Final = shape(
    {"categories": items(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)}
)


def _above_zero(value: dict[str, Any]) -> str | None:
    fine = all(segment["value"] > 0 for segment in value["segments"])
    return None if fine else "segments must be greater than 0"


def _complete_series(value: dict[str, Any]) -> str | None:
    wanted = sorted(value["axis_config"]["categories"])
    fine = all(sorted(p["label"] for p in s["data"]) == wanted for s in value["series"])
    return None if fine else "every series must have a point for every category"


def _distinct_series(value: dict[str, Any]) -> str | None:
    names = [series["name"] for series in value["series"]]
    return None if len(names) == len(set(names)) else "names of series must be unique"


_PLOT: Final = Kind(
    shape(
        {"series": items(_SERIES, 12), "axis_config": _AXES}, {}, _complete_series, _distinct_series
    )
)
_CHARTS: Final = {
    "pie": Kind(shape({"segments": items(_POINT, 12)}, {}, _above_zero)),
    **dict.fromkeys(("bar", "line", "area"), _PLOT),
}
_BLOCK: Final[dict[str, Check]] = {"block_id": ID}

DATA: Final = {
    "table": Kind(
        shape(
            {"rows": items(items(typed(_CELLS), 20), 100)},
            {**_BLOCK, "column_settings": items(_column, 20)},
            _at_most(_TABLE_TEXT),
        ),
        NOT_MODAL,
    ),
    "data_table": Kind(
        shape(
            {"caption": string(255), "rows": items(items(typed(_CELLS), 20), 201, least=2)},
            {**_BLOCK, "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
            _even_rows,
            _plain_header,
            _at_most(_DATA_TABLE_TEXT),
        ),
        NOT_MODAL,
    ),
    "data_visualization": Kind(
        shape({"title": string(50), "chart": typed(_CHARTS)}, _BLOCK), NOT_MODAL
    ),
}
