"""Updating KRs: the form, what came of it, and the choice when several are meant."""

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.kit.typed import to_copy
from handlers.okr.rules import KrState, Recorded, Taken
from handlers.okr.views.doubt import in_doubt
from handlers.okr.views.entry import Typed, entry_fields, fitting, seen_of
from handlers.okr.views.parts import kr_line, kr_name, kr_standing
from handlers.okr.views.ticking import left_alone, step_lines

UPDATE: Final = "okr.update"  # a button: its value is a KR's number, or "" for all of mine
PICK: Final = "okr.pick"  # a button with a whole update: number, value, note, and what was seen
WITHDRAW: Final = "okr.withdraw"  # a button: its value is a KR's number and an update's id
SHOW: Final = "okr.show"  # a button: its value is a KR's number
FORM: Final = "okr.update_form"
SAVED: Final = "okr.saved"
OFFERED: Final = 5
CARRIED: Final = 2000  # what a button's value holds
MOST_BLOCKS: Final = 100  # that Slack shows in a view
_NONE: Final[Mapping[int, Typed]] = {}
_NOTHING_LEFT: Final[Mapping[int, str]] = {}


def update_button(say: Say, kr_number: int | None) -> Block:
    """Opens the form for one KR, or for all of mine."""
    label = say("Update") if kr_number else say("Update mine")
    return blocks.button(label, UPDATE, str(kr_number or ""))


def show_button(say: Say, kr_number: int) -> Block:
    return blocks.button(say("Show"), SHOW, str(kr_number))


def withdraw_button(say: Say, kr_number: int, update_id: str) -> Block:
    """Takes one update back, once it is confirmed."""
    sure = blocks.confirm(
        say("Withdraw this update?"),
        say("It will not count any more; the one before does. The history keeps both."),
        say("Withdraw"),
        say("Keep it"),
    )
    value = f"{kr_number} {update_id}"
    return blocks.button(say("Withdraw"), WITHDRAW, value, confirm=sure)


def read_withdraw(value: str) -> tuple[int, str]:
    """What the button carries."""
    number, _, update_id = value.partition(" ")
    return int(number), update_id


def update_modal(
    say: Say,
    krs: Sequence[KrState],
    *,
    one: bool = False,
    typed: Mapping[int, Typed] = _NONE,
    overtaken: Collection[int] = (),
) -> Block:
    """The form with these KRs. `one`: about a single KR, whose value may be confirmed."""
    kept = fitting(krs)
    fields: list[Block] = []
    for kr in kept:
        shown = typed.get(kr.number)
        fields += entry_fields(say, kr, typed=shown, overtaken=kr.number in overtaken, more=one)
    title = kr_name(kr=kept[0]) if one else say("My key results")
    return blocks.modal(
        FORM,
        title,
        [*_intro(say, krs[len(kept) :], one=one), *fields],
        submit=say("Save"),
        close=say("Cancel"),
        metadata={"seen": seen_of(kept), "one": one},
    )


def _intro(say: Say, left: Sequence[KrState], *, one: bool) -> list[Block]:
    if one:
        return []
    text = say("Change what has moved and leave the rest as it is.")
    if left:
        more = say.plural(
            "{n} more does not fit here: type `/okr update {kr}` for it.",
            "{n} more do not fit here: type `/okr update {kr}` and so on for them.",
            len(left),
            kr=kr_name(left[0]),
        )
        text = say.joined(text, more)
    return [blocks.context(text)]


def recorded_message(say: Say, recorded: Recorded, left: Collection[int] = frozenset()) -> Block:
    """The answer to a single update; a double click reads the same.

    `left` are steps that it names without saying that they are done.
    """
    kr, moved = recorded.kr, _moved(say, recorded)
    body = [blocks.section(_standing(say, moved, kr))]
    if kr.steps:
        body.append(blocks.section(step_lines(say, kr)))
    body += [blocks.section(told) for told in left_alone(say, kr, left)]
    if kr.note:
        body.append(blocks.context(_quoted(kr.note)))
    body += map(blocks.section, in_doubt(say, recorded))
    back = withdraw_button(say, kr.number, recorded.update_id)
    body.append(blocks.actions(show_button(say, kr.number), back))
    return blocks.message(moved, body)


def saved_view(
    say: Say, recorded: Sequence[Recorded], gone: Mapping[int, str] = _NOTHING_LEFT
) -> Block:
    """What the form turns into once it is saved.

    `gone` were closed while it was open: what was typed for each is here to be copied.
    """
    lines = [blocks.section(recorded_line(say, one)) for one in recorded]
    if not recorded and not gone:
        lines.append(blocks.section(say("Nothing had changed, so nothing was recorded.")))
    if gone:
        names = [f"KR-{number}" for number in gone]
        lines.append(
            blocks.section(say("No longer open, so nothing was recorded: {names}", names=names))
        )
        lines += to_copy(say, "\n".join(filter(None, gone.values())))
    title = say("Saved") if recorded or not gone else say("Not recorded")
    return blocks.modal(SAVED, title, lines[:MOST_BLOCKS], close=say("Done"))


def recorded_line(say: Say, recorded: Recorded) -> Mrkdwn:
    """What moved, how the KR stands now, and what is odd about that."""
    told = _standing(say, _moved(say, recorded), recorded.kr)
    return Mrkdwn("\n".join([told, *in_doubt(say, recorded)]))


def _standing(say: Say, moved: Mrkdwn, kr: KrState) -> Mrkdwn:
    return Mrkdwn(f"{moved}\n{kr_standing(say, kr)}")


def _moved(say: Say, recorded: Recorded) -> Mrkdwn:
    kr = recorded.kr
    after = say.amount(Decimal(0) if kr.value is None else kr.value, kr.unit)
    name = kr_name(kr)
    if recorded.before is None:
        return say("*{kr}* {title} is at {after}.", kr=name, title=kr.title, after=after)
    if recorded.before == kr.value:
        return say("*{kr}* {title} is still at {after}.", kr=name, title=kr.title, after=after)
    return say(
        "*{kr}* {title}: {before} → {after}",
        kr=name,
        title=kr.title,
        before=say.beside(recorded.before, kr.unit, kr.value),
        after=after,
    )


def _quoted(note: str) -> Mrkdwn:
    return escape(blocks.shorten(" ".join(note.split()), 300))


def which_to_update(
    say: Say, choices: Sequence[tuple[KrState, Taken]], *, below: int | None = None
) -> Block | None:
    """Several KRs fit: each with a button that records value and note. None: they do not fit.

    They are those `below` an objective, where that was named. Nothing else holds what was typed
    until one is chosen, so the buttons carry it.
    """
    carried = [_pick(kr, taken) for kr, taken in choices]
    if any(len(value) > CARRIED for value in carried):
        return None
    rows = [
        blocks.section(
            kr_line(say, kr),
            accessory=blocks.button(say("Record {value}", value=taken.value), PICK, packed),
        )
        for (kr, taken), packed in list(zip(choices, carried, strict=True))[:OFFERED]
    ]
    return _choice(say, rows, len(choices), below)


def which_to_open(
    say: Say, krs: Sequence[KrState], *, update: bool, below: int | None = None
) -> Block:
    """Several KRs fit: each with a button that opens its form, or shows it."""
    button = update_button if update else show_button
    rows = [
        blocks.section(kr_line(say, kr), accessory=button(say, kr.number)) for kr in krs[:OFFERED]
    ]
    return _choice(say, rows, len(krs), below)


def _choice(say: Say, rows: list[Block], count: int, below: int | None) -> Block:
    text = say.plural(
        "{n} key result fits. Which one do you mean?",
        "{n} key results fit. Which one do you mean?",
        count,
    )
    if below is not None:
        text = say.plural(
            "O-{o} is an objective. Do you mean this key result?",
            "O-{o} is an objective. Which of these {n} key results do you mean?",
            count,
            o=str(below),
        )
    rest = count - len(rows)
    if rest > 0:
        more = say.plural(
            "{n} more fits: type more of its title, or its number.",
            "{n} more fit: type more of the title, or the number.",
            rest,
        )
        rows = [*rows, blocks.context(more)]
    return blocks.message(text, [blocks.section(text), *rows])


def _pick(kr: KrState, taken: Taken) -> str:
    """With the version that the value counts from, where it does."""
    seen = kr.seen if taken.relative else None
    return json.dumps([kr.number, str(taken.value), taken.note, seen], ensure_ascii=False)


def read_pick(value: str) -> tuple[int, Decimal, str, str | None]:
    """What a button of `which_to_update` carries; those of before know of no version."""
    number, typed, note, *seen = json.loads(value)
    return int(number), Decimal(typed), str(note), seen[0] if seen else None
