"""What a person may add to an update: another status and why, a link, what a customer said."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.okr.rules import SAYABLE, KrState, Past, Status
from handlers.okr.rules.evidence import read_link, read_quote_number
from handlers.okr.rules.life import read_reason
from handlers.okr.views.parts import status_mark

COMPUTED: Final = "computed"
LONGEST_SHOWN: Final = 60  # characters of an address
Cited = Mapping[int, Mrkdwn]  # what customers said, by the quote's number
NOTHING_CITED: Final[Cited] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Added:
    """These fields, as they were left or as they are read."""

    status: str | None = None
    reason: str = ""
    link: str = ""
    quote: str = ""


NOTHING_ADDED: Final = Added()


def status_id(kr_number: int) -> str:
    return f"okr.status.{kr_number}"


def reason_id(kr_number: int) -> str:
    return f"okr.reason.{kr_number}"


def link_id(kr_number: int) -> str:
    return f"okr.link.{kr_number}"


def quote_id(kr_number: int) -> str:
    return f"okr.quote.{kr_number}"


def evidence_fields(say: Say, kr: KrState, added: Added = NOTHING_ADDED) -> list[Block]:
    """All of them may be left as they are."""
    n = kr.number
    options = [
        blocks.option(say("As it is computed"), COMPUTED),
        *(blocks.option(status_mark(say, status), status) for status in SAYABLE),
    ]
    status = blocks.select("status", options, initial=added.status or COMPUTED)
    reason = blocks.text_input("reason", initial=added.reason or None)
    link = blocks.text_input("link", initial=added.link or None, placeholder="https://…")
    quote = blocks.text_input("quote", initial=added.quote or None, longest=20, placeholder="Q-4")
    why = say("Only if you chose another status than the computed one.")
    return [
        blocks.field(say("Status"), status, block_id=status_id(n), optional=True),
        blocks.field(
            say("Why this status?"), reason, block_id=reason_id(n), hint=why, optional=True
        ),
        blocks.field(say("Where can one see it?"), link, block_id=link_id(n), optional=True),
        blocks.field(say("What did a customer say?"), quote, block_id=quote_id(n), optional=True),
    ]


def added_in(form: Form, kr_number: int) -> Added:
    """The fields as they were left."""
    return Added(
        form.choice(status_id(kr_number)),
        form.text(reason_id(kr_number), required=False),
        form.text(link_id(kr_number), required=False),
        form.text(quote_id(kr_number), required=False),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was added, read; as Entry keeps it."""

    status: Status | None = None
    reason: str = ""
    link: str = ""
    quote_number: int | None = None


def read_evidence(form: Form, kr_number: int) -> Evidence:
    """What was filled in; mistakes are noted in the form, also a status without its reason."""
    if status_id(kr_number) not in form:
        return Evidence()
    typed = added_in(form, kr_number)
    status = None if typed.status in (None, COMPUTED) else Status(typed.status)
    reason = _reason(form, kr_number, status, typed.reason)
    link, quote = "", None
    try:
        link = read_link(typed.link)
    except UserError as error:
        form.refuse(link_id(kr_number), error)
    try:
        quote = read_quote_number(typed.quote)
    except UserError as error:
        form.refuse(quote_id(kr_number), error)
    return Evidence(status, reason, link, quote)


def _reason(form: Form, kr_number: int, status: Status | None, typed: str) -> str:
    if status is None:
        if typed:
            form.refuse(reason_id(kr_number), _no_status())
        return ""
    try:
        return read_reason(typed)
    except UserError as error:
        form.refuse(reason_id(kr_number), error)
        return ""


def _no_status() -> UserError:
    return UserError(
        "You say why, but not what: choose the status that you see, or move these words to the"
        " note."
    )


def refuse_unknown_quotes(form: Form, quotes: Mapping[int, int], known: Cited) -> None:
    """`quotes` are those that were named, by KR."""
    for kr_number, number in quotes.items():
        if number not in known:
            form.refuse(
                quote_id(kr_number),
                UserError(
                    "There is no Q-{n} here. Look for its number below the quote; `/quote` saves a"
                    " new one.",
                    n=str(number),
                ),
            )


def weblink(url: str) -> Mrkdwn:
    """A link that shows where it leads."""
    parts = urlsplit(url)
    shown = blocks.shorten(f"{parts.netloc}{parts.path}".rstrip("/"), LONGEST_SHOWN)
    return Mrkdwn(f"<{escape(url)}|{escape(shown)}>")


def evidence_of(say: Say, one: Past, cited: Cited) -> list[Mrkdwn]:
    """What an update rests on, a line each."""
    lines = [say("Evidence: {link}", link=weblink(one.link))] if one.link else []
    if one.quote_number is None:
        return lines
    number = Mrkdwn(one.quote_number)
    said = cited.get(one.quote_number)
    if said is None:
        return [*lines, say("Evidence: quote Q-{n}", n=number)]
    return [*lines, say("Evidence: {said} (Q-{n})", said=said, n=number)]
