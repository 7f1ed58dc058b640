"""The sentences in the code, beside the catalogues; run it to bring the catalogues up to date."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from handlers.kit.text import CHINESE, LOCALE_FOLDER

ROOT = Path(__file__).parent.parent
WIDTH = 100
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)  # a date that moved would be in every change
# Which argument of what is a sentence; `None` is the first.
KEYWORDS = {
    "say": None,
    "plural": (1, 2),
    "UserError": None,
    "DoneError": None,
    "UnclearError": None,
    "OfferedError": None,
    "StatedError": None,
    "Verb": (2,),
    "noted": None,
    "own": None,
}
MessageId = str | tuple[str, ...]


def found() -> Iterator[tuple[str, int, MessageId]]:
    """File, line and sentence (or its two forms) of every sentence in the code."""
    for folder in ("bot", "handlers"):
        for name, line, message, _, _ in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            yield f"{folder}/{name}", line, message


def template() -> Catalog:
    """All sentences, with the files they stand in."""
    catalogue = Catalog(project="Delight", charset="utf-8", fuzzy=False)
    for name, _, message in found():
        catalogue.add(message, locations=[(name, 0)])
    return catalogue


def path(language: str) -> Path:
    return LOCALE_FOLDER / language / "delight.po"


def catalogue(language: str) -> Catalog:
    """What is committed for a language."""
    with path(language).open("rb") as source:
        return read_po(source, locale=language)


def ids(message: Message) -> tuple[str, ...]:
    """The sentence, or its two forms."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    """Its translation, or the forms of it; empty where there is none yet, or where it is marked as
    fuzzy, as one is whose sentence got a second form: nobody hears those.
    """
    string = "" if message.fuzzy else message.string
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


def main() -> None:
    """Add new sentences, empty; drop those that are gone."""
    for language in CHINESE:
        known = catalogue(language)
        known.update(template(), no_fuzzy_matching=True)
        known.obsolete.clear()
        known.fuzzy = False
        known.creation_date = known.revision_date = WRITTEN
        with path(language).open("wb") as target:
            write_po(target, known, width=WIDTH, omit_header=False, include_lineno=False)
        missing = sum(1 for message in known if message.id and not all(strings(message)))
        print(f"{language}: {len(known)} sentences, {missing} without a translation")  # noqa: T201 for who ran it


if __name__ == "__main__":
    main()
