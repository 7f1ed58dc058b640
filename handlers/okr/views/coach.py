"""What the coach says, in the writer's language."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules.coach import MOST_KRS, Advice, Hint
from handlers.okr.rules.cycle import Period
from handlers.okr.views.again import again

COACH: Final = "okr.coach"  # a button, and the block in a form that the hints follow
MOST_HINTS: Final = 5  # at once: more would not be read
_ADVICE: Final = "okr.advice"


def hints_button(say: Say) -> Block:
    return blocks.actions(blocks.button(say("Hints on this draft"), COACH), block_id=COACH)


def advice(head: Mrkdwn, lines: Sequence[Mrkdwn]) -> Block:
    """Hints under each other."""
    return blocks.section(Mrkdwn("\n".join([head, *(f"• {line}" for line in lines)])))


def advised(say: Say, view: Block, lines: Sequence[Mrkdwn] | None) -> Block:
    """The form as it was sent, with hints under the button; None: nothing is written yet.

    All other blocks stay as they are: Slack keeps what was typed into them.
    """
    told = (
        blocks.section(say("Write a key result first, then I can look at it."))
        if lines is None
        else advice(say("You could sharpen it:"), lines)
        if lines
        else blocks.section(
            say("Nothing to add: it has its numbers, and customers will feel one of them.")
        )
    )
    rows: list[Block] = []
    for block in view["blocks"]:
        if block["block_id"] != _ADVICE:
            rows.append(block)
        if block["block_id"] == COACH:
            rows.append({**told, "block_id": _ADVICE})
    return again(view, rows)


def hint_line(say: Say, hint: Hint, cycle: Period) -> Mrkdwn:
    """One hint, with the KR that it is about in front."""
    words = _words(say, hint, cycle)
    if hint.row is None:
        return words
    return say("Key result {n}: {hint}", n=hint.row, hint=words)


def coach_lines(say: Say, hints: Sequence[Hint], cycle: Period) -> list[Mrkdwn]:
    """The first few hints, and how many more there are; nothing for a draft without any."""
    lines = [hint_line(say, hint, cycle) for hint in hints[:MOST_HINTS]]
    left = len(hints) - len(lines)
    if left:
        lines.append(say.plural("… and {n} more hint.", "… and {n} more hints.", left))
    return lines


def _words(say: Say, hint: Hint, cycle: Period) -> Mrkdwn:
    told = {
        Advice.NO_NUMBER: lambda: say(
            "it has no number yet. How would you see that it is reached? From 40 to 60 %, for"
            " example."
        ),
        Advice.NO_START: lambda: say(
            "it has no start value. Where does it stand today? A guess is better than nothing."
        ),
        Advice.NO_BAND: lambda: say(
            "it has no number yet. What is it never to fall below, or rise above?"
        ),
        Advice.NO_STEPS: lambda: say("it has no steps yet. What has to happen first, and then?"),
        Advice.ONE_STEP: lambda: say(
            "with a single step it is 0 % until it is 100 %. Name what comes before, so that you"
            " see it move."
        ),
        Advice.OUTPUT: lambda: say(
            "“{word}” names something that you make. What will be different for customers once it"
            " is there? Measure that.",
            word=hint.word,
        ),
        Advice.NO_CUSTOMER: lambda: say(
            "All of this is measured inside the company. Add one number that customers feel, such"
            " as NPS, churn or the time to a first response."
        ),
        Advice.TOO_MANY: lambda: say(
            "{n} key results are a lot to look after. {most} or fewer are remembered: which ones"
            " decide?",
            n=hint.number,
            most=MOST_KRS,
        ),
        Advice.MET: lambda: say(
            "it stands at {value}, so its target is met already. Aim farther, or keep it there"
            " with “at least” or “at most”.",
            value=hint.number,
        ),
        Advice.OUTSIDE: lambda: say(
            "{day} lies outside {cycle}, which runs from {starts} to {ends}.",
            day=hint.day,
            cycle=cycle.id,
            starts=cycle.starts,
            ends=cycle.ends,
        ),
    }
    return told[hint.advice]()
