"""Readings as people read them: the number, how sure it is, and whether it moved."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.metric.rules.figures import History, Point, Shown, margin, tidy

LISTED: Final = 20
TAKE_BACK: Final = "metric.take_back"  # a button: its value is a reading's id


def value(say: Say, metric: Shown) -> Mrkdwn:
    """45, 91 % or 3.5 h."""
    return say.amount(tidy(metric.value, metric.margin), metric.unit)


def figure(say: Say, metric: Shown) -> Mrkdwn:
    """The value with its margin and sample: 45 ± 15 (100 answers)."""
    return _figure(say, metric.unit, metric.value, metric.margin, metric.sample)


def _figure(
    say: Say, unit: str, number: Decimal, reach: Decimal | None, sample: int | None
) -> Mrkdwn:
    amount = say.amount(tidy(number, reach), unit)
    if sample is None:
        return amount
    answers = say.plural("{n} answer", "{n} answers", sample)
    if reach is None:
        return say("{amount} ({answers})", amount=amount, answers=answers)
    return say(
        "{amount} ± {margin} ({answers})", amount=amount, margin=tidy(reach), answers=answers
    )


def movement(say: Say, metric: Shown) -> Mrkdwn:
    """What became of it since the reading before; a late source says so instead."""
    if metric.is_late:
        return say("no reading since {day}", day=say.day(metric.day, weekday=True))
    if metric.change is None or metric.since is None:
        return say("first reading")
    moved = tidy(metric.change, metric.margin)
    if moved == 0:
        return say("the same as on {day}", day=say.day(metric.since))
    change = say.change(moved, metric.unit)
    if metric.verdict is False:
        return say("{change} since {day}, within noise", change=change, day=say.day(metric.since))
    arrow = "▲" if metric.change > 0 else "▼"
    return say(
        "{arrow} {change} since {day}", arrow=arrow, change=change, day=say.day(metric.since)
    )


def line(say: Say, metric: Shown) -> Mrkdwn:
    """One metric in one line."""
    return say(
        "*{name}*  {figure} · {movement}",
        name=metric.name,
        figure=figure(say, metric),
        movement=movement(say, metric),
    )


def recorded(
    say: Say,
    metric: Shown,
    team_name: str,
    reading_id: str,
    *,
    is_first: bool,
    instead: Shown | None = None,
    whose: str | None = None,
) -> Block:
    """The answer to a reading, with the way to take it back; `instead` of one of the same day,
    which was somebody else's if `whose`.
    """
    text = line(say, metric)
    if instead is not None and metric.since is None:
        text = say("*{name}*  {figure}", name=metric.name, figure=figure(say, metric))
    notes = [_kept(say, metric, team_name, is_first=is_first), *_unsure(say, metric)]
    if instead is not None:
        notes[0] = _instead(say, instead, whose, team_name)
    undo = blocks.button(say("Take back"), TAKE_BACK, reading_id)
    return blocks.message(text, [blocks.section(text, accessory=undo), blocks.context(*notes)])


def _kept(say: Say, metric: Shown, team_name: str, *, is_first: bool) -> Mrkdwn:
    if not is_first:
        return say("Recorded for {team}.", team=team_name)
    return say(
        "New: this is the first reading of {name} in {team}, which the weekly digest shows from now"
        " on.",
        team=team_name,
        name=metric.name,
    )


def _instead(say: Say, before: Shown, whose: str | None, team_name: str) -> Mrkdwn:
    if whose is not None:
        return say(
            "Recorded for {team}, in the place of {figure} by {who}, which came earlier the same"
            " day.",
            team=team_name,
            figure=figure(say, before),
            who=mention(whose),
        )
    return say(
        "Recorded for {team}, in the place of {figure}, which came earlier the same day.",
        team=team_name,
        figure=figure(say, before),
    )


def taken_back(say: Say, gone: Shown, left: Shown | None) -> Block:
    """In place of the answer: what counts no more, and what does."""
    told = say(
        "Taken back: {figure} no longer counts for {name}.",
        figure=figure(say, gone),
        name=gone.name,
    )
    now = say("There is no reading of it any more.")
    if left is not None:
        day = say.day(left.day, weekday=True)
        now = say("It stands at {value} now, from {day}.", value=figure(say, left), day=day)
    text = say.joined(told, now)
    return blocks.message(text, [blocks.section(text)])


def gone_already(say: Say) -> Block:
    """In place of the answer, where a second click was on its way."""
    text = say("This reading is gone already.")
    return blocks.message(text, [blocks.section(text)])


def _unsure(say: Say, metric: Shown) -> list[Mrkdwn]:
    """How to read "within noise"."""
    if metric.verdict is not False or metric.change == 0:
        return []
    return [
        say(
            "Within noise: a difference of this size comes about by chance alone. More answers make"
            " it clearer."
        )
    ]


def listing(say: Say, metrics: Sequence[Shown], team_name: str) -> Block:
    """All metrics of a team, or how to record the first."""
    title = say("Metrics of {team}", team=team_name)
    if not metrics:
        text = say(
            "{team} has no metrics yet. Record one: `/okr metric nps 62 21 17` counts promoters,"
            " passives and detractors; `/okr metric first-response 3.5 h` takes any number.",
            team=team_name,
        )
        return blocks.message(text, [blocks.section(text)])
    lines = Mrkdwn("\n".join(line(say, metric) for metric in metrics[:LISTED]))
    hints = [say("`/okr metric {key}` shows one metric's history.", key=metrics[0].key)]
    if len(metrics) > LISTED:
        hints.insert(0, say("{n} more are not shown.", n=len(metrics) - LISTED))
    return blocks.message(
        title, [blocks.header(title), blocks.section(lines), blocks.context(*hints)]
    )


def history(say: Say, past: History) -> Block:
    """One metric's last readings, newest first."""
    shown = past.shown
    title = say("{name}: {value}", name=shown.name, value=value(say, shown))
    lines = Mrkdwn("\n".join(_past(say, shown.unit, point) for point in past.points))
    return blocks.message(
        title,
        [
            blocks.header(shown.name),
            blocks.section(line(say, shown)),
            blocks.section(lines),
            blocks.context(
                say.plural(
                    "The only reading so far. ± is the 95 % margin.",
                    "The last {n} readings, newest first. ± is the 95 % margin.",
                    len(past.points),
                )
            ),
        ],
    )


def _past(say: Say, unit: str, point: Point) -> Mrkdwn:
    return say(
        "{day}  *{figure}*",
        day=say.day(point.day, weekday=True),
        figure=_figure(say, unit, point.value, margin(point, unit), point.sample),
    )
