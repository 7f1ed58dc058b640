"""The weekly post: a headline, what moved, what needs help, thanks, metrics, one thing to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.blocker import views as blocker_views
from handlers.digest.rules.contents import (
    MOST_HELPED,
    MOST_IN_THE_WAY,
    MOST_KUDOS,
    MOST_METRICS,
    Contents,
    by_objective,
    by_recipients,
    farthest,
)
from handlers.digest.views import lines
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link
from handlers.metric import views as metric_views
from handlers.quote import views as quote_views

FULL: Final = 2800  # characters of a section before the next one begins


def message(say: Say, contents: Contents, *, late_since: Mrkdwn | None = None) -> Block:
    """The post in the team's channel. `late_since` says when it should have come."""
    return blocks.message(lines.notification(say, contents), body(say, contents, late_since))


def preview(
    say: Say, team_say: Say, contents: Contents, due_at: datetime | None, zone: str
) -> Block:
    """The same for one person, who reads above it what becomes of it."""
    note = say("Only you see this: the digest of {team} as it stands now.", team=contents.team_name)
    if due_at is not None:
        note = say(
            "Only you see this: the digest as it stands now. It goes to {channel} on {moment}.",
            channel=channel_link(contents.channel),
            moment=say.moment(due_at, zone),
        )
    shown = body(team_say, contents, None, posted=False)
    if contents.quote is not None:
        shown[-1:-1] = quote_blocks(team_say, contents)
    text = lines.notification(team_say, contents)
    return blocks.message(text, [blocks.context(note), *shown])


def body(
    say: Say, contents: Contents, late_since: Mrkdwn | None, *, posted: bool = True
) -> list[Block]:
    """Everything but the quote, which is a message of its own so that it can be recalled."""
    return [
        blocks.header(lines.headline(say, contents)),
        blocks.context(*_summary(say, contents, late_since)),
        *_between(say, contents),
        *_moved(say, contents),
        *_help(say, contents),
        *_kudos(say, contents),
        *_metrics(say, contents),
        blocks.divider(),
        blocks.section(lines.closing(say, contents, posted=posted)),
    ]


def quote_message(say: Say, contents: Contents) -> Block:
    """The customer's words, posted below the digest."""
    return blocks.message(say("What a customer told us"), quote_blocks(say, contents))


def quote_blocks(say: Say, contents: Contents) -> list[Block]:
    if contents.quote is None:
        return []
    title = blocks.section(say("*What a customer told us*"))
    return [title, quote_views.quote_block(say, contents.quote, longest=800)]


def _summary(say: Say, contents: Contents, late_since: Mrkdwn | None) -> list[Mrkdwn]:
    parts = [lines.summary(say, contents)]
    if late_since is not None:
        parts.append(say("This digest is late: it was due {moment}.", moment=late_since))
    return parts


def _between(say: Say, contents: Contents) -> list[Block]:
    """What is counted and listed below is of the cycle before."""
    return [blocks.section(lines.last_is_over(say, contents))] if contents.is_between else []


def _moved(say: Say, contents: Contents) -> list[Block]:
    if not contents.krs:
        return [blocks.section(say("There are no key results in this cycle yet."))]
    moved = contents.moved
    shown = farthest(moved)
    texts = []
    for title, group in by_objective(shown):
        texts.append(lines.objective(say, title))
        texts += [lines.moved(say, movement) for movement in group]
    if not moved:
        texts.append(say("No key result changed its value."))
    if len(moved) > len(shown):
        texts.append(
            say.plural(
                "{n} more key result moved: `/okr` shows it.",
                "{n} more key results moved: `/okr` shows them all.",
                len(moved) - len(shown),
            )
        )
    texts += lines.confirmed(say, contents.confirmed)
    return _sections(say("*What moved*"), texts)


def _help(say: Say, contents: Contents) -> list[Block]:
    texts = [*_behind(say, contents), *_in_the_way(say, contents)]
    if not texts:
        if not contents.running:
            return []
        texts = [_nothing(say, contents)]
    return _sections(say("*What needs help*"), texts)


def _nothing(say: Say, contents: Contents) -> Mrkdwn:
    """What moved may show one as off track, of a cycle in which nobody can help any more."""
    if contents.left_behind:
        return say("Nothing: of the cycle that runs now, no key result is behind.")
    return say("Nothing: no key result is behind.")


def _behind(say: Say, contents: Contents) -> list[Mrkdwn]:
    needy = contents.help
    texts = [lines.needs_help(say, kr) for kr in needy[:MOST_HELPED]]
    if len(needy) > MOST_HELPED:
        texts.append(
            say.plural(
                "{n} more: `/okr` shows it.",
                "{n} more: `/okr` shows them all.",
                len(needy) - MOST_HELPED,
            )
        )
    return texts


def _in_the_way(say: Say, contents: Contents) -> list[Mrkdwn]:
    """What people have asked for help with, and who helps."""
    texts = [blocker_views.line(say, one) for one in contents.blockers[:MOST_IN_THE_WAY]]
    if len(contents.blockers) > MOST_IN_THE_WAY:
        texts.append(
            say.plural(
                "{n} more: `/okr blockers` shows it.",
                "{n} more: `/okr blockers` shows them all.",
                len(contents.blockers) - MOST_IN_THE_WAY,
            )
        )
    return texts


def _kudos(say: Say, contents: Contents) -> list[Block]:
    if not contents.kudos:
        return []
    texts = [lines.thanks(say, group) for group in by_recipients(contents.kudos[:MOST_KUDOS])]
    if len(contents.kudos) > MOST_KUDOS:
        texts.append(say.plural("And {n} more.", "And {n} more.", len(contents.kudos) - MOST_KUDOS))
    return _sections(say("*Thank you*"), texts)


def _metrics(say: Say, contents: Contents) -> list[Block]:
    if not contents.metrics:
        return []
    texts = [metric_views.line(say, metric) for metric in contents.metrics[:MOST_METRICS]]
    if len(contents.metrics) > MOST_METRICS:
        texts.append(
            say.plural(
                "{n} more: `/okr metric` shows it.",
                "{n} more: `/okr metric` shows them all.",
                len(contents.metrics) - MOST_METRICS,
            )
        )
    return _sections(say("*Metrics*"), texts)


def _sections(title: Mrkdwn, texts: Sequence[Mrkdwn]) -> list[Block]:
    """The lines in as few sections as hold them."""
    pages = [str(title)]
    for text in texts:
        if len(pages[-1]) + len(text) > FULL:
            pages.append(str(text))
        else:
            pages[-1] += f"\n{text}"
    return [blocks.section(Mrkdwn(page)) for page in pages]
