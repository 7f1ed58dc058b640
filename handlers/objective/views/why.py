"""The form that asks why something is taken back, closed or deleted; and what became of it."""

from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.objective.rules.state import Objective
from handlers.okr.rules.life import LONGEST_REASON, Stage

FORM: Final = "objective.why_form"
WHY: Final = "why"
DONE: Final = "objective.done"


def step_form(say: Say, number: int, title: str, here: Stage, to: Stage) -> Block:
    """Why an objective goes back, is closed, or is opened again."""
    name = f"O-{number}"
    match to:
        case Stage.DRAFT:
            words, submit = say("What should change before it is proposed again?"), say("Back")
        case Stage.PROPOSED:
            words, submit = say("What is there to discuss again?"), say("Discuss again")
        case Stage.CLOSED:
            words, submit = say("Why is it closed now? What came of it?"), say("Close it")
        case _:
            words, submit = say("Why does it go on?"), say("Reopen")
    metadata = {"do": "move", "number": number, "shown": here, "to": to}
    return _form(say, name, title, words, submit, metadata)


def late_form(say: Say, one: Objective, cycle_id: str, to: Stage) -> Block:
    """Whether an objective of a cycle that is over takes its step in the one that runs."""
    told = say(
        "*{o}* {title} was made for {old}, which is over: there it would count nowhere. It can move"
        " to {new}, with its key results as they are.",
        o=f"O-{one.number}",
        title=blocks.shorten(one.title, 500),
        old=one.cycle.id,
        new=cycle_id,
    )
    submit = {
        Stage.PROPOSED: say("Move and propose"),
        Stage.AGREED: say("Move and agree"),
        Stage.ACTIVE: say("Move and begin"),
    }
    metadata = {"do": "late", "number": one.number, "shown": one.stage, "to": to, "cycle": cycle_id}
    return blocks.modal(
        FORM,
        f"O-{one.number}",
        [blocks.section(told)],
        submit=submit[to],
        close=say("Cancel"),
        metadata=metadata,
    )


def delete_form(say: Say, number: int, title: str) -> Block:
    """Why an objective that has not begun is taken away; nobody has to say."""
    words, submit = say("Why? Whoever looks for it reads this."), say("Delete")
    metadata = {"do": "delete", "number": number}
    return _form(say, f"O-{number}", title, words, submit, metadata, optional=True)


def close_form(say: Say, number: int, title: str) -> Block:
    """Why a KR is closed."""
    words, submit = say("Why is it closed? Whoever follows it reads this."), say("Close it")
    metadata = {"do": "close", "number": number}
    return _form(say, f"KR-{number}", title, words, submit, metadata)


def reopen_form(say: Say, number: int, title: str) -> Block:
    """Why a closed KR counts again."""
    metadata = {"do": "reopen", "number": number}
    return _form(say, f"KR-{number}", title, say("Why does it go on?"), say("Reopen"), metadata)


def _form(
    say: Say,
    name: str,
    title: str,
    words: Mrkdwn,
    submit: Mrkdwn,
    metadata: dict[str, object],
    *,
    optional: bool = False,
) -> Block:
    named = say("*{kr}* {title}", kr=name, title=blocks.shorten(title, 500))
    why = blocks.text_input("why", multiline=True, longest=LONGEST_REASON)
    return blocks.modal(
        FORM,
        name,
        [blocks.section(named), blocks.field(words, why, block_id=WHY, optional=optional)],
        submit=submit,
        close=say("Cancel"),
        metadata=metadata,
    )


def done_view(say: Say, name: str, told: Mrkdwn) -> Block:
    """What the form turns into."""
    return blocks.modal(DONE, name, [blocks.section(told)], close=say("Done"))


def closed_kr(say: Say, number: int, title: str) -> Mrkdwn:
    """A KR was closed."""
    return say(
        "*{kr}* {title} is closed: nobody is asked for it any more. `/okr show {kr}` still has its"
        " last value and its history.",
        kr=f"KR-{number}",
        title=blocks.shorten(title, 500),
    )


def reopened_kr(say: Say, number: int, title: str) -> Mrkdwn:
    """A KR counts again."""
    return say(
        "*{kr}* {title} is open again, and part of check-ins as before.",
        kr=f"KR-{number}",
        title=blocks.shorten(title, 500),
    )


def deleted(say: Say, number: int, title: str) -> Mrkdwn:
    """An objective was deleted."""
    return say(
        "*{o}* {title} is deleted. `/okr show {o}` still says what it was.",
        o=f"O-{number}",
        title=blocks.shorten(title, 500),
    )
