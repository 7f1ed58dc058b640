"""One's own key results, and the teams that one is in."""

from collections.abc import Iterator, Sequence
from typing import Final

from handlers.home.rules import Objective, Page, TeamPart
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.metric.views import line as metric_line
from handlers.okr import views as okr
from handlers.question import views as question
from handlers.team import views as team

MINE: Final = 12  # of each as many as fit well on one page
OBJECTIVES: Final = 6
METRICS: Final = 4


def mine(say: Say, page: Page) -> Iterator[Block]:
    if not page.mine:
        return
    yield blocks.header(say("Your key results"))
    for kr in page.mine[:MINE]:
        update = okr.update_button(say, kr.number)
        yield blocks.section(okr.kr_line(say, kr), accessory=update)
    if len(page.mine) > MINE:
        yield blocks.context(
            say.plural(
                "{n} more is yours: `/okr` shows it.",
                "{n} more are yours: `/okr` shows them.",
                len(page.mine) - MINE,
            )
        )


def team_part(say: Say, part: TeamPart) -> Iterator[Block]:
    yield blocks.header(part.name)
    leads = [mention(id_) for id_ in part.leads]
    yield blocks.context(
        say("{channel} · led by {leads}", channel=channel_link(part.channel), leads=leads)
    )
    if part.objectives:
        yield from _objectives(say, part.objectives)
    else:
        yield blocks.section(
            say(
                "No objectives in this quarter yet. Start with one, and the two or three numbers"
                " that will show you have reached it."
            )
        )
    if part.metrics:
        lines = [metric_line(say, shown) for shown in part.metrics[:METRICS]]
        yield blocks.section(Mrkdwn("\n".join([*lines, *_more_metrics(say, part)])))
    style = None if part.objectives else "primary"
    buttons = [blocks.button(say("New objective"), okr.NEW, style=style)]
    if part.may_change:
        buttons.append(blocks.button(say("Team settings"), team.EDIT, part.id))
        buttons.append(blocks.button(say("Check-in questions"), question.OPEN, part.id))
    yield blocks.actions(*buttons)


def _more_metrics(say: Say, part: TeamPart) -> list[Mrkdwn]:
    more = len(part.metrics) - METRICS
    if more <= 0:
        return []
    return [
        say.plural(
            "{n} more: `/okr metric` shows it.", "{n} more: `/okr metric` shows them all.", more
        )
    ]


def _objectives(say: Say, objectives: Sequence[Objective]) -> Iterator[Block]:
    for objective in objectives[:OBJECTIVES]:
        yield blocks.section(_objective(say, objective))
    if len(objectives) > OBJECTIVES:
        yield blocks.context(
            say.plural(
                "{n} more objective: `/okr` shows it.",
                "{n} more objectives: `/okr` shows them.",
                len(objectives) - OBJECTIVES,
            )
        )


def _own_share(say: Say, objective: Objective) -> Mrkdwn:
    """Without what supports it: the tree says another percentage."""
    if objective.progress is None:
        return say.plural("{n} key result", "{n} key results", objective.krs)
    share = okr.percent(say, objective.progress)
    return say.plural(
        "{share} of its own key result",
        "{share} of its own {n} key results",
        objective.krs,
        share=share,
    )


def _objective(say: Say, objective: Objective) -> Mrkdwn:
    parts = [Mrkdwn(blocks.bar(objective.progress)), _own_share(say, objective)]
    if objective.off_track:
        parts.append(say.plural("🔴 {n} is off track", "🔴 {n} are off track", objective.off_track))
    if objective.at_risk:
        parts.append(say.plural("🟡 {n} is at risk", "🟡 {n} are at risk", objective.at_risk))
    if objective.outdated:
        parts.append(say.plural("⚪ {n} is outdated", "⚪ {n} are outdated", objective.outdated))
    title = say("*{number}* {title}", number=f"O-{objective.number}", title=objective.title)
    return Mrkdwn(f"{title}\n{' · '.join(parts)}")
