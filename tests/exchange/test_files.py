"""Files as editors and spreadsheets save them: read as meant, or refused with the way out."""

import pytest

from handlers.exchange.rules.columns import COLUMNS
from handlers.exchange.rules.files import sheet_of
from handlers.exchange.rules.importing import plan
from handlers.kit.errors import UserError
from handlers.okr.rules.kinds import Reach
from tests.exchange.planning import KNOWN, SAY, D, told
from tests.nginx import ROOT

GERMAN = (
    "Ziel;Key Result;Startwert;Zielwert;Verantwortlich;Einheit\n"
    "Gäste empfehlen uns;Umsatz;12.000,5;1.234,5;ben@example.com;€\n"
)
CHINESE = "目标\t关键结果\t起始值\t目标值\t负责人\n客人推荐我们\tNPS\t31\t45\tanna@example.com\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_excels_files_are_read_in_the_languages_of_their_writers(
    encoding: str, newline: str
) -> None:
    german = plan(sheet_of(GERMAN.replace("\n", newline).encode(encoding)), KNOWN)
    chinese = plan(sheet_of(CHINESE.replace("\n", newline).encode(encoding)), KNOWN)

    assert told(german) + told(chinese) == []
    (kr,) = german.objectives[0].krs
    assert (kr.kr.aim, kr.kr.unit, kr.kr.owner_id) == (
        Reach(D("12000.5"), D("1234.5")),
        "EUR",
        "BEN",
    )
    assert chinese.objectives[0].objective.title == "客人推荐我们"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (GERMAN.replace("€", "EUR").encode("latin-1"), "Line 2 is not written in UTF-8"),
        (GERMAN.encode("cp1252"), "CSV UTF-8"),
        (CHINESE.encode("gb18030"), "Line 1 is not written in UTF-8"),
        (GERMAN.encode("utf-16-le"), "is not written in UTF-8"),
        (b"PK\x03\x04and so on", "workbook"),
        (b"\xd0\xcf\x11\xe0and so on", "workbook"),
        (b"", "empty"),
        (b"objective,kr\n\x00,", "is not written in UTF-8"),
    ],
)
def test_what_would_be_spoilt_unseen_is_refused_with_the_way_out(
    content: bytes, problem: str
) -> None:
    with pytest.raises(UserError) as refused:
        sheet_of(content)

    said = str(refused.value.told(SAY))
    assert problem in said


def test_json_is_told_apart_by_how_it_begins() -> None:
    sheet = sheet_of(
        b'\xef\xbb\xbf [{"objective": "Delight", "kr": "NPS", "start": 1, "target": 2}]'
    )

    assert told(plan(sheet, KNOWN)) == []


def test_the_documentation_names_every_column() -> None:
    docs = (ROOT / "docs/exchange.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in docs, column
