"""What the form at the end of a cycle turns into, and where there is nothing to fill in."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cycle.rules.ended import Ended, Heir
from handlers.cycle.rules.links import Links, Past
from handlers.cycle.views.form import SAVED
from handlers.cycle.views.lines import grade_words, heir_words
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say


def saved(
    reader: Reader, found: Sequence[Ended], until: datetime | None, gone: Sequence[int]
) -> Block:
    """What becomes of the answers. `until`: when the result is posted; None if it is."""
    say = reader.say
    if until is None:
        text = say("Saved. The result that was posted shows it now.")
    else:
        when = say.moment(until, reader.zone)
        text = say("Saved, thank you! The result is posted on {when}.", when=when)
    rows = [blocks.section(text)]
    heirs = [w for one in found for kr in one.krs if (w := heir_words(say, kr)) is not None]
    if heirs:
        rows.append(blocks.section(say("↪ goes on: {krs}", krs=heirs)))
    if gone:
        names = [f"KR-{number}" for number in gone]
        rows.append(
            blocks.section(say("No longer open, so nothing was recorded: {names}", names=names))
        )
    return blocks.modal(SAVED, say("Saved"), rows, close=say("Done"))


def nothing(say: Say) -> Block:
    """There is nothing to grade for whoever pressed the button."""
    text = say("You own nothing that ended here. `/okr cycle` shows what runs.")
    return blocks.modal(SAVED, say("Nothing to grade"), [blocks.section(text)], close=say("Close"))


def about_kr(say: Say, links: Links) -> list[Block]:
    """Where a KR comes from, and as which it goes on."""
    lines: list[Mrkdwn] = []
    if links.past is not None:
        lines.append(say("↩ goes on from {past}", past=_past(say, links.past)))
    if links.heir is not None:
        lines.append(_heir(say, links.heir))
    return [blocks.context(*lines)] if lines else []


def _past(say: Say, past: Past) -> Mrkdwn:
    kr, cycle = f"KR-{past.number}", past.cycle_id
    if past.grade is None:
        return say("{kr} ({cycle})", kr=kr, cycle=cycle)
    return say("{kr} ({cycle}: {grade})", kr=kr, cycle=cycle, grade=grade_words(say, past.grade))


def _heir(say: Say, heir: Heir) -> Mrkdwn:
    parts = {"heir": f"KR-{heir.number}", "cycle": heir.cycle_id}
    if heir.is_draft:
        return say("↪ goes on as {heir} in {cycle}, a draft: it needs a new target", **parts)
    return say("↪ goes on as {heir} in {cycle}", **parts)
