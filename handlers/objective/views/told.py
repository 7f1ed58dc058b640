"""What came of an edit, for whoever made it; and what those hear who count on it."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.objective.rules.state import Objective, OneKr
from handlers.objective.views.words import kr_title, title_line
from handlers.okr.rules.audit import Noted
from handlers.okr.views import change_line
from handlers.okr.views import show_button as show_kr_button
from handlers.okr.views.stages import show_objective_button

SAVED: Final = "objective.saved"
SHOWN: Final = 12
_NONE: Final[Mapping[str, str]] = {}


def saved_kr(say: Say, one: OneKr, noted: Sequence[Noted], teams: Mapping[str, str]) -> Block:
    """What the form turns into."""
    title = kr_title(say, one)
    return _saved(say, f"KR-{one.kr.number}", title, _lines(say, noted, one.kr.unit, teams))


def saved_objective(say: Say, one: Objective, noted: Sequence[Noted]) -> Block:
    """The same of an objective."""
    return _saved(say, f"O-{one.number}", title_line(say, one), _lines(say, noted, "", _NONE))


def _saved(say: Say, name: str, title: Mrkdwn, lines: Sequence[Mrkdwn]) -> Block:
    shown = [blocks.section(title), *(blocks.context(line) for line in lines[:SHOWN])]
    if not lines:
        shown.append(blocks.context(say("Nothing had changed, so nothing was saved.")))
    return blocks.modal(SAVED, name, shown, close=say("Done"))


def _lines(say: Say, noted: Sequence[Noted], unit: str, teams: Mapping[str, str]) -> list[Mrkdwn]:
    """The changes; the reason, which is that of all of them, stands below once."""
    found = [change_line(say, _without_reason(one), unit, teams) for one in noted]
    reason = noted[0].reason if noted else ""
    if not reason:
        return found
    return [*found[: SHOWN - 1], say("Why: {reason}", reason=blocks.shorten(reason, 1000))]


def _without_reason(one: Noted) -> Noted:
    return Noted(
        one.id,
        one.made_at,
        one.author_id,
        one.objective_number,
        one.kr_number,
        one.what,
        one.before,
        one.after,
        reason="",
    )


def changed_kr(say: Say, one: OneKr, noted: Sequence[Noted], teams: Mapping[str, str]) -> Block:
    """A direct message: somebody changed a KR that its reader counts on."""
    text = _who(say, noted, kr_title(say, one), is_closed=one.closed_at is not None)
    lines = _lines(say, noted, one.kr.unit, teams)
    return _message(text, lines, show_kr_button(say, one.kr.number))


def changed_objective(say: Say, one: Objective, noted: Sequence[Noted]) -> Block:
    """A direct message: somebody changed or closed an objective that its reader counts on."""
    text = _who(say, noted, title_line(say, one), is_closed=one.closed_at is not None)
    return _message(text, _lines(say, noted, "", _NONE), show_objective_button(say, one.number))


def _who(say: Say, noted: Sequence[Noted], title: Mrkdwn, *, is_closed: bool) -> Mrkdwn:
    who = mention(noted[0].author_id)
    if is_closed:
        return say("{who} closed {kr}", who=who, kr=title)
    return say("{who} changed {kr}", who=who, kr=title)


def _message(text: Mrkdwn, lines: Sequence[Mrkdwn], button: Block) -> Block:
    body = [blocks.section(text), *(blocks.context(line) for line in lines[:SHOWN])]
    return blocks.message(text, [*body, blocks.actions(button)])
