"""Steps of a milestone KR: as a list to read, and as boxes to tick."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import KrState
from handlers.okr.rules.kinds import Step
from handlers.okr.rules.steps import done_in

TOGETHER: Final = 10  # boxes in one element


def steps_id(kr_number: int, group: int) -> str:
    """The block of some of its steps, counted from 0."""
    return f"okr.steps.{kr_number}.{group}"


def groups(kr: KrState) -> range:
    """How many blocks its steps take."""
    return range(-(-len(kr.steps) // TOGETHER))


def tick_fields(say: Say, kr: KrState, done: Collection[int] | None = None) -> list[Block]:
    """A box for each step; `done` are those that are ticked, without it those that are done."""
    ticked = done_in(kr.steps) if done is None else done
    initial = [str(n) for n in ticked]
    return [
        blocks.field(
            say("KR-{n}: what is done?", n=Mrkdwn(kr.number)) if not group else say("And these?"),
            blocks.checkboxes("done", _boxes(say, kr, group), initial=initial),
            block_id=steps_id(kr.number, group),
            optional=True,
        )
        for group in groups(kr)
    ]


def _boxes(say: Say, kr: KrState, group: int) -> list[Block]:
    first = group * TOGETHER
    return [
        blocks.option(_named(say, n, step), str(n))
        for n, step in enumerate(kr.steps[first : first + TOGETHER], start=first + 1)
    ]


def read_ticks(form: Form, kr: KrState) -> frozenset[int]:
    """The places of the steps that are ticked."""
    return frozenset(
        int(n) for group in groups(kr) for n in form.choices(steps_id(kr.number, group))
    )


def ticked_as_done(kr: KrState) -> dict[str, dict[str, Any]]:
    """The state of these boxes where just what is done is ticked, by their block."""
    done = sorted(done_in(kr.steps))
    return {
        steps_id(kr.number, group): {
            "selected_options": [{"value": str(n)} for n in done if (n - 1) // TOGETHER == group]
        }
        for group in groups(kr)
    }


def is_ticked(form: Form, kr_number: int) -> bool:
    """Whether this form asks for the steps of this KR."""
    return steps_id(kr_number, 0) in form


def step_lines(say: Say, kr: KrState) -> Mrkdwn:
    """All steps, each with a mark and in words what is done."""
    return Mrkdwn("\n".join(_line(say, n, step) for n, step in enumerate(kr.steps, start=1)))


def _line(say: Say, n: int, step: Step) -> Mrkdwn:
    named = _named(say, n, step)
    return say("✅ {step} – done", step=named) if step.done else say("▫️ {step}", step=named)


def _named(say: Say, n: int, step: Step) -> Mrkdwn:
    """Its place, its words, and its weight where it is not the usual one."""
    place = Mrkdwn(n)
    if step.weight == Decimal(1):
        return say("{n}. {step}", n=place, step=step.title)
    return say("{n}. {step} (counts {weight})", n=place, step=step.title, weight=step.weight)


def left_alone(say: Say, kr: KrState, places: Collection[int]) -> list[Mrkdwn]:
    """What is said of steps that were named without a word that they are done: nothing is ticked,
    and how it would be.
    """
    if not places:
        return []
    told = say("I kept that as a note, and ticked nothing.")
    if done := [str(n) for n in sorted(done_in(kr.steps) & set(places))]:
        ways = say.plural(
            "Step {steps} stays done; if it is not, untick it in `/okr update {kr}`.",
            "Steps {steps} stay done; those that are not, untick in `/okr update {kr}`.",
            len(done),
            steps=done,
            kr=f"KR-{kr.number}",
        )
        told = say.joined(told, ways)
    if open_ := [str(n) for n in sorted(set(places) - done_in(kr.steps))]:
        ways = say.plural(
            "Is step {steps} done? Then type `/okr update {kr} {line}`.",
            "Are steps {steps} done? Then type `/okr update {kr} {line}`.",
            len(open_),
            steps=open_,
            kr=f"KR-{kr.number}",
            line=", ".join(open_),
        )
        told = say.joined(told, ways)
    return [told]
