"""A file as an editor or a spreadsheet saves it, and the way out where it cannot be read."""

import codecs
from typing import Final

from handlers.exchange.rules.sheet import Sheet, from_csv, from_json
from handlers.kit.errors import UserError

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and its like, and .xls
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sheet_of(content: bytes) -> Sheet:
    """The table in a file: JSON where it begins as JSON does, else CSV. UserError for no table."""
    text = text_of(content)
    return from_json(text) if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") else from_csv(text)


def text_of(content: bytes) -> str:
    """The text: UTF-8, or what Excel saves as Unicode text. UserError for other encodings.

    What another encoding means would have to be guessed, and names would be spoilt unseen.
    """
    if content.startswith(_WORKBOOKS):
        raise UserError(
            "This is a workbook, not a table of text. In Excel choose “Save as” and “CSV UTF-8”; in"
            " Google Sheets “Download” and “Comma-separated values”."
        )
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _other_encoding(content, error.start) from error
    if "\x00" in text:
        raise _other_encoding(content, content.index(b"\x00"))
    return text


def _other_encoding(content: bytes, at: int) -> UserError:
    return UserError(
        "Line {n} is not written in UTF-8. Save the file anew: in Excel choose “Save as” and “CSV"
        " UTF-8”, in an editor the encoding UTF-8.",
        n=content[:at].count(b"\n") + 1,
    )
