"""The form: a page for each KR, then the teams' questions; one page where that is all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from handlers.blocker import views as blocker
from handlers.blocker.rules import Blocker
from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.back import Back
from handlers.checkin.rules.draft import Values, compact
from handlers.checkin.rules.pages import Page, Sheet
from handlers.checkin.views.fields import form_of, kr_fields
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.question import views as question
from handlers.question.rules import Asked, Kind, Preset

FORM: Final = "checkin.form"
BACK: Final = "checkin.back"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a page: its KRs, whose questions, what was typed into all of the form, and
    what this person replied the last time.

    `overtaken` are KRs that somebody else updated meanwhile; `wrong` says what has to be put
    right on a page that was left already; `found` that this is what was left unsent; `back` is
    what earlier rounds have left.
    """

    sheet: Sheet
    krs: Sequence[KrState]
    rounds: Sequence[DueRound] = ()
    values: Values = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    overtaken: Collection[int] = ()
    wrong: Sequence[Mrkdwn] = ()
    found: bool = False
    back: Back = field(default_factory=Back)
    person: str = ""  # whose form it is: they may stand in for the owners of these KRs


def form(say: Say, shown: Shown) -> Block:
    """The modal with one page. What stays as it is counts as an answer: nothing has changed."""
    page = shown.sheet.page
    rows = [
        *_head(say, shown, page),
        *(
            row
            for kr in shown.krs
            for row in (
                *kr_fields(say, kr, shown.values, overtaken=kr.number in shown.overtaken),
                *_still(say, shown, shown.back.of_krs.get(kr.number, ())),
            )
        ),
        *(_questions(say, shown) if page.asks else ()),
    ]
    return blocks.modal(
        FORM,
        say("Edit check-in") if shown.sheet.is_edit else say("Check-in"),
        rows,
        submit=say("Send") if page.is_last else say("Next"),
        close=say("Later"),
        metadata=metadata(shown.sheet, shown.krs),
    ) | {"notify_on_close": True}


def metadata(sheet: Sheet, krs: Sequence[KrState]) -> dict[str, Any]:
    return {
        "krs": sheet.krs,
        "at": sheet.at,
        "only": sheet.only,
        "days": {team: day.isoformat() for team, day in sheet.days.items()},
        "asking": sheet.asking,
        "edit": sheet.is_edit,
        "seen": okr.seen_of(krs),
    }


def read_sheet(view: Block) -> tuple[Sheet, dict[int, str]]:
    """The form, and the versions of the KRs on its page. Forms of before had a single page."""
    known = metadata_of(view)
    seen = okr.read_seen(known["seen"])
    days = known.get("days") or known.get("rounds") or {}
    sheet = Sheet(
        krs=tuple(known.get("krs", seen)),
        days={team: date.fromisoformat(day) for team, day in days.items()},
        asking=tuple(known.get("asking", days)),
        at=known.get("at", 0),
        only=tuple(known.get("only", seen)),
        is_edit=known.get("edit", False),
    )
    return sheet, seen


def _head(say: Say, shown: Shown, page: Page) -> Iterator[Block]:
    """Where they are, the way back, and what they have to know first."""
    place, words = [], []
    if page.count > 1:
        place.append(say("Step {n} of {count}", n=page.place, count=page.count))
    others = dict.fromkeys(kr.owner_id for kr in shown.krs if kr.owner_id != shown.person)
    place += [say("for {who}", who=mention(owner)) for owner in others]
    if shown.found:
        words.append(say("Here is what you had typed."))
    if shown.sheet.is_edit:
        words.append(_answered(say, shown))
    elif page.numbers and not shown.wrong:
        words.append(
            say("Leave a value as it is when nothing has changed. Empty it to answer another time.")
        )
    if head := " · ".join(filter(None, (*place, " ".join(words)))):
        yield blocks.context(Mrkdwn(head))
    if page.place > 1:
        yield blocks.actions(blocks.button(say("Previous"), BACK), block_id="checkin.steps")
    for one in shown.wrong:
        yield blocks.section(one)


def _answered(say: Say, shown: Shown) -> Mrkdwn:
    """Whose answers they are that can be changed here: also those of whom they stand in for."""
    authors = dict.fromkeys(kr.author_id for kr in shown.krs if kr.author_id is not None)
    if not authors or shown.person in authors:
        return say("✅ This is what you answered. Change what you like; the rest stays as it is.")
    return say(
        "✅ This is what {who} answered. Change what you like; the rest stays as it is.",
        who=[mention(author) for author in authors],
    )


def _questions(say: Say, shown: Shown) -> Iterator[Block]:
    """Those of each team, under its name where there are several."""
    form = form_of(shown.values)
    for part in shown.rounds:
        if len(shown.rounds) > 1:
            yield blocks.header(part.team_name)
        yield from _left(say, shown, part, form)
        replies = question.read(form, part.questions)
        for asked in part.questions:
            yield from question.fields(say, [asked], typed=replies, last=shown.last)
            if asks_help(asked):
                ticked = blocker.wants_help(form, asked.id)
                yield blocker.help_field(say, asked.id, asked=ticked)


def _left(say: Say, shown: Shown, part: DueRound, form: Form) -> Iterator[Block]:
    """What earlier rounds have left: promises, and what was in the way."""
    promises, open_ = shown.back.of(part.key)
    told = {name: form.choice(name) or "" for name in map(question.promise_id, promises)}
    chosen = {name: kept for name, kept in told.items() if kept}
    yield from question.promise_fields(say, promises, typed=chosen)
    yield from _still(say, shown, open_)


def _still(say: Say, shown: Shown, open_: Sequence[Blocker]) -> list[Block]:
    """Whether this is still in the way."""
    form = form_of(shown.values)
    chosen = {name: form.choice(name) or "" for name in (blocker.still_id(o.id) for o in open_)}
    return blocker.still_fields(say, open_, typed=chosen)


def help_as_asked(ids: Collection[str]) -> dict[str, Any]:
    """The ticks beside the questions with which help was asked for, to be edited."""
    return {blocker.help_id(id_): {"was": blocker.TICKED} for id_ in ids}


def asks_help(asked: Asked) -> bool:
    """Whether one can ask for help beside it."""
    return asked.kind is Kind.TEXT and asked.preset is Preset.BLOCKED


def replies_as_typed(asked: Sequence[Asked], replies: Mapping[str, str]) -> dict[str, Any]:
    """The fields that would have led to these replies, to be edited."""
    return {
        question.field_id(one.id): {"was": _state(one, replies[one.id])}
        for one in asked
        if replies.get(one.id)
    }


def _state(asked: Asked, reply: str) -> dict[str, Any]:
    can = question.choices(asked)
    if not can:
        return {"value": reply}
    return {"selected_option": {"value": str(can.index(reply))}} if reply in can else {}


def wants_help(form: Form, asked: Asked) -> bool:
    """Whether they ask for help beside this question."""
    return asks_help(asked) and blocker.wants_help(form, asked.id)


def refuse_wordless_help(form: Form, replies: Mapping[Asked, str]) -> None:
    """Whoever asks for help says what is in the way."""
    for asked, reply in replies.items():
        if not reply and wants_help(form, asked):
            form.refuse(
                question.field_id(asked.id),
                UserError("Say what is in the way, so that somebody can help."),
            )


def is_closed(say: Say, number: int) -> Mrkdwn:
    """In the place of a KR's fields."""
    return say("{kr} was closed meanwhile: there is nothing to say of it.", kr=f"KR-{number}")


def is_touched(view: Block) -> bool:
    """Whether anything stands in the form that did not stand in it when it was shown."""
    state = compact(view.get("state", {}).get("values", {}))
    return any(
        next(iter(state[block["block_id"]].values()), {}) != _began(block)
        for block in view.get("blocks", ())
        if block["type"] == "input" and block["block_id"] in state
    )


def _began(block: Block) -> dict[str, Any]:
    element = block.get("element", {})
    began = {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options"),
    }
    found: dict[str, Any] = compact({"": {"": began}})[""][""]
    return found
