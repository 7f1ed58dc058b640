"""Tables that leave and come back: CSV and JSON, with cells that no spreadsheet executes."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import typed_number

MOST_ROWS: Final = 20_000
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line of the file that it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a file; `column` is "" for the line as a whole."""

    line: int
    column: str
    told: UserError


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its columns as they are called there, its rows, what is wrong."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def defused(cell: str) -> str:
    """A cell that begins like a formula, with an apostrophe before it: '=1+1.

    Source: OWASP, CSV injection. One that begins with apostrophes and then so gets one more, so
    that nothing is lost when they are taken away.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def armed(cell: str) -> str:
    """The cell as it was before `defused`; others stay as they are, 'tis too."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The table for a spreadsheet; a missing cell is empty. Write it as utf-8-sig for Excel."""
    return "".join(
        (
            csv_line(columns, dict(zip(columns, columns, strict=True))),
            *(csv_line(columns, row) for row in rows),
        )
    )


def csv_line(columns: Sequence[str], row: Mapping[str, str]) -> str:
    """One line of it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([defused(row.get(column, "")) for column in columns])
    return text.getvalue()


def from_csv(text: str) -> Sheet:
    """The table, parted by comma, semicolon or tab. UserError for what is none at all."""
    plain = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=_separator(plain))
    try:
        return _sheet(list(_numbered(reader)))
    except csv.Error as error:
        raise UserError(
            "Line {n} cannot be read: a quotation mark is open or a cell is too long. Save the"
            " file as CSV again.",
            n=reader.line_num,
        ) from error


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that they begin on; blank lines are none."""
    line = 1
    for record in reader:
        cells = [armed(cell) for cell in record]
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _sheet(records: Sequence[tuple[int, list[str]]]) -> Sheet:
    if not records:
        raise UserError("The file is empty. Its first line has to name the columns.")
    if len(records) > MOST_ROWS + 1:
        raise UserError(
            "The file has {n} rows; {most} fit. Import it in parts.",
            n=len(records) - 1,
            most=MOST_ROWS,
        )
    columns = [cell.strip() for cell in records[0][1]]
    rows, problems = [], []
    for line, cells in records[1:]:
        if any(cell.strip() for cell in cells[len(columns) :]):
            told = UserError(
                "It has {n} cells, but there are {columns} columns. Put cells with commas in"
                " quotation marks.",
                n=len(cells),
                columns=len(columns),
            )
            problems.append(Problem(line, "", told))
            continue
        rows.append(Row(line, dict(zip(columns, [*cells, *[""] * len(columns)], strict=False))))
    return Sheet(tuple(columns), tuple(rows), tuple(problems))


def to_json(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The same table as a list of objects. Nothing executes it, so nothing is defused."""
    return f"[{','.join(json_line(columns, row) for row in rows)}\n]\n"


def json_line(columns: Sequence[str], row: Mapping[str, str]) -> str:
    """One object of it, on a line of its own."""
    return "\n" + json.dumps(
        {column: row.get(column, "") for column in columns}, ensure_ascii=False
    )


def from_json(text: str) -> Sheet:
    """The table; a row's line is its place in the list, from 1. UserError for another shape."""
    try:
        table = json.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except ValueError as error:
        raise UserError("This is not JSON. Export a file to see what one looks like.") from error
    if not isinstance(table, list) or not all(isinstance(row, dict) for row in table):
        raise UserError("The file has to be a list of objects, one for each key result.")
    if len(table) > MOST_ROWS:
        raise UserError(
            "The file has {n} rows; {most} fit. Import it in parts.", n=len(table), most=MOST_ROWS
        )
    columns = tuple(dict.fromkeys(column for row in table for column in row))
    rows = (
        Row(n, {column: _text(row.get(column)) for column in columns})
        for n, row in enumerate(table, start=1)
    )
    return Sheet(columns, tuple(rows))


def _text(value: Any) -> str:
    """A value of JSON as a cell; its numbers can be read in one way only."""
    if value is None:
        return ""
    if isinstance(value, Decimal) and value.is_finite():
        return typed_number(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
