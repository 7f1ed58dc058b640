"""What the card's buttons are called, and what they carry: ids and a version, no content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr
from handlers.okr.rules import KrState, Status

OPEN: Final = "checkin.open"
EDIT: Final = "checkin.edit"
SKIP: Final = "checkin.skip"
NO_CHANGE: Final = "checkin.no_change"
ALL_UNCHANGED: Final = "checkin.all_unchanged"
ON_TRACK: Final = "checkin.on_track"
AT_RISK: Final = "checkin.at_risk"
OFF_TRACK: Final = "checkin.off_track"
VALUE: Final = "checkin.value"
VERSION: Final = 6  # characters that tell one version of a KR from another


@dataclass(frozen=True, slots=True)
class Tap:
    """What the buttons of a KR carry: its number, the update that was seen, the card."""

    kr_number: int
    seen: str
    card_key: str

    def __str__(self) -> str:
        return f"{self.kr_number}|{self.seen}|{self.card_key}"


def read_tap(value: str) -> Tap:
    number, seen, card_key = value.split("|", 2)
    return Tap(int(number), seen, card_key)


def tap_row(say: Say, kr: KrState, card_key: str) -> Block:
    """One tap for a KR. Without a value there is nothing yet to say once more."""
    tap = str(Tap(kr.number, kr.seen, card_key))
    name = okr.kr_name(kr)
    buttons = [] if kr.value is None else _one_tap(say, name, tap)
    value = say("Value…")
    label = say("{kr}: enter a value", kr=name)
    buttons.append(blocks.button(value, VALUE, tap, label=label))
    return blocks.actions(*buttons, block_id=f"checkin.kr.{kr.number}")


def _one_tap(say: Say, name: str, tap: str) -> list[Block]:
    same = blocks.button(say("No change"), NO_CHANGE, tap, label=say("No change for {kr}", kr=name))
    said = [
        blocks.button(
            Mrkdwn(f"{okr.DOTS[status]} {words}"),
            action,
            tap,
            label=say("{kr}: {status}", kr=name, status=okr.status_words(say, status)),
        )
        for action, status, words in (
            (ON_TRACK, Status.ON_TRACK, say("On track")),
            (AT_RISK, Status.AT_RISK, say("At risk")),
            (OFF_TRACK, Status.OFF_TRACK, say("Off track…")),
        )
    ]
    return [same, *said]


def all_button(say: Say, krs: Sequence[KrState], card_key: str) -> Block:
    """One tap for all of these: nothing has changed."""
    n, two = len(krs), 2
    versions = ",".join(f"{kr.number}.{kr.seen[-VERSION:]}" for kr in krs)
    text = say.plural("No change for {n}", "No change for all {n}", n)
    text = say("No change for both") if n == two else text
    return blocks.button(text, ALL_UNCHANGED, f"{versions}|{card_key}")


def read_all(value: str) -> tuple[dict[int, str], str]:
    """The KRs it is about, each with the end of its version, and the card."""
    versions, card_key = value.split("|", 1)
    pairs = (one.partition(".") for one in versions.split(","))
    return {int(number): version for number, _, version in pairs}, card_key
