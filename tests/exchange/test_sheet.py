"""Tables that leave and come back: nothing changes on the way, and nothing executes."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.exchange.rules.sheet import (
    MOST_ROWS,
    Row,
    armed,
    defused,
    from_csv,
    from_json,
    to_csv,
    to_json,
)
from handlers.kit.errors import UserError

COLUMNS = ("objective", "note", "start")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+3", "'+3"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),  # what only looks defused is not lost
        ("'tis", "'tis"),
        ("1-2", "1-2"),
        ("", ""),
    ],
)
def test_a_cell_like_a_formula_is_defused_and_comes_back(cell: str, shown: str) -> None:
    assert defused(cell) == shown
    assert armed(shown) == cell


@given(st.text())
def test_no_defused_cell_begins_like_a_formula(cell: str) -> None:
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert armed(defused(cell)) == cell


texts = st.text(st.characters(exclude_categories=["Cs"]))
formulas = st.sampled_from(["=", "+", "-", "@", "'", ",", ";", '"', "\n", "\r", "\t", "\ufeff"])
cells = st.one_of(texts, st.builds(str.__add__, formulas, texts))
tables = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, cells)))


@given(tables)
def test_export_then_import_changes_no_cell_of_a_csv(table: list[dict[str, str]]) -> None:
    sheet = from_csv(to_csv(COLUMNS, table))

    kept = [row for row in table if any(cell.strip() for cell in row.values())]
    assert [row.cells for row in sheet.rows] == kept
    assert sheet.columns == COLUMNS
    assert sheet.problems == ()


@given(tables)
def test_export_then_import_changes_no_cell_of_json(table: list[dict[str, str]]) -> None:
    assert [row.cells for row in from_json(to_json(COLUMNS, table)).rows] == table


@given(tables)
def test_no_cell_of_an_exported_csv_begins_like_a_formula(table: list[dict[str, str]]) -> None:
    for record in csv.reader(io.StringIO(to_csv(COLUMNS, table), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in record)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_plain_csv_may_be_parted_by_what_its_spreadsheet_likes(separator: str) -> None:
    lines = ["Objective|KR|Start", "Delight|NPS|3,5", "|CSAT|4"]
    quoted = [separator.join(f'"{cell}"' for cell in line.split("|")) for line in lines]
    sheet = from_csv("\ufeff" + "\r\n".join(quoted))

    assert sheet.columns == ("Objective", "KR", "Start")
    assert sheet.rows[0] == Row(2, {"Objective": "Delight", "KR": "NPS", "Start": "3,5"})
    assert sheet.rows[1].cells["Objective"] == ""


def test_lines_are_those_that_an_editor_shows() -> None:
    sheet = from_csv('a,b\n"two\nlines",1\n\n,\nx,2\n')

    assert [row.line for row in sheet.rows] == [2, 6]


def test_a_short_line_has_empty_cells_and_a_long_one_a_problem() -> None:
    sheet = from_csv("a,b\n1\n1,2,3\n1,2,,\n")

    assert [row.cells for row in sheet.rows] == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}]
    assert [(p.line, p.told.values["n"]) for p in sheet.problems] == [(3, 3)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a\n" + "x\n" * (MOST_ROWS + 1), "in parts"),
        ("a\n" + "x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        from_csv(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("", "not JSON"),
        ("{}", "list of objects"),
        ('["a"]', "list of objects"),
        (str([{}] * (MOST_ROWS + 1)), "in parts"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        from_json(text)


def test_numbers_of_json_are_read_in_one_way() -> None:
    sheet = from_json('[{"a": 1.234, "b": 12, "c": null, "d": 0.1, "e": true, "f": NaN}]')

    assert sheet.rows[0].cells == {
        "a": "1.2340",
        "b": "12",
        "c": "",
        "d": "0.1",
        "e": "true",
        "f": "NaN",
    }


@given(st.text())
def test_any_text_is_a_table_or_refused(text: str) -> None:
    for read in (from_csv, from_json):
        try:
            sheet = read(text)
        except UserError:
            continue
        assert all(set(row.cells) <= set(sheet.columns) for row in sheet.rows)


def test_a_decimal_of_json_keeps_all_its_digits() -> None:
    sheet = from_json('[{"a": 0.12345678901234567890}]')

    assert Decimal(sheet.rows[0].cells["a"]) == Decimal("0.12345678901234567890")
