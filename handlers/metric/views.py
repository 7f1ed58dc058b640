"""Readings as people read them: the number, how sure it is, and whether it moved."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.metric.rules.figures import History, Point, Shown, margin, tidy

LISTED: Final = 20


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


def recorded(say: Say, metric: Shown, team_name: str, *, is_first: bool) -> Block:
    """The answer to a reading."""
    text = line(say, metric)
    kept = say("Recorded for {team}.", team=team_name)
    if is_first:
        kept = say(
            "Recorded: {team} now has the metric {name}. It appears in the weekly digest.",
            team=team_name,
            name=metric.name,
        )
    return blocks.message(text, [blocks.section(text), blocks.context(kept, *_unsure(say, metric))])


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
    hints = [say("`/okr metric nps` shows one metric's history.")]
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
                say(
                    "The last {n} readings, newest first. ± is the 95 % margin.", n=len(past.points)
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
