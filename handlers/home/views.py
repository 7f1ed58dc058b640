"""The Home tab: the first-time view, and everyone's week."""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final

from pydantic_core import to_json

from handlers.absence import views as absence
from handlers.checkin import views as checkin
from handlers.checkin.rules.asked import DueRound
from handlers.home.rules import Objective, Page, TeamPart
from handlers.kit import blocks
from handlers.kit.blocks import VIEW_BLOCKS, Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.kudos.views import kudos_line
from handlers.metric.views import line as metric_line
from handlers.okr import views as okr
from handlers.question import views as question
from handlers.quote.views import quote_block
from handlers.team import views as team

MINE: Final = 12  # of each as many as fit well on one page
OBJECTIVES: Final = 6
METRICS: Final = 4
QUOTE: Final = 400


def home(reader: Reader, page: Page) -> Block:
    """The whole tab."""
    return _tab(_week(reader, page) if page.teams else _first_time(reader))


def _tab(blocks: Iterable[Block]) -> Block:
    """The view, which carries a sum of its blocks."""
    kept = list(blocks)[:VIEW_BLOCKS]
    sum_ = blake2b(to_json(kept), digest_size=16).hexdigest()
    return {"type": "home", "blocks": kept, "private_metadata": json.dumps({"sum": sum_})}


def is_shown(home: Block, shown: Block | None) -> bool:
    """Whether Slack shows this Home: `shown` is its view, as an event brings it."""
    return shown is not None and shown.get("private_metadata") == home["private_metadata"]


def _first_time(reader: Reader) -> Iterator[Block]:
    say = reader.say
    yield blocks.header(
        say("Welcome, {name}!", name=reader.name) if reader.name else say("Welcome!")
    )
    yield blocks.section(
        say(
            "Your team's goals, kept up to date in a minute a week, right here in Slack.\n"
            "Every number stands beside the customer it is about: what they said, and kudos for"
            " whoever earned it."
        )
    )
    yield blocks.divider()
    yield blocks.section(
        say(
            "*What happens in a week*\n"
            "📝 *Wednesday* – each person gets one card and answers it in about a minute\n"
            "🙌 *Any day* – people thank each other, and save what customers say\n"
            "📰 *Friday* – the channel reads what moved, what needs help, and who made customers"
            " happy"
        )
    )
    yield blocks.actions(blocks.button(say("Set up a team"), team.BEGIN, style="primary"))
    yield blocks.context(
        say(
            "It takes about a minute, and works by `/okr team` in your team's channel too. Is your"
            " team here already? Ask its lead to add you."
        )
    )


def _week(reader: Reader, page: Page) -> Iterator[Block]:
    yield from _away(reader, page)
    yield from _due(reader, page)
    yield from _blockers(reader.say, page)
    yield from _mine(reader.say, page)
    for part in page.teams:
        yield from _team(reader.say, part)
    if page.more_teams:
        yield blocks.context(
            reader.say.plural(
                "You are in {n} more team: `/okr` shows its key results.",
                "You are in {n} more teams: `/okr` shows their key results.",
                page.more_teams,
            )
        )
    yield from _people(reader.say, page)
    yield blocks.divider()
    yield blocks.actions(checkin.settings_button(reader.say))
    yield blocks.context(
        reader.say(
            "`/okr help` lists what you can type. `/kudos @someone for what they did` thanks"
            " somebody, `/quote` saves what a customer said."
        )
    )


def _due(reader: Reader, page: Page) -> Iterator[Block]:
    say = reader.say
    if page.due:
        yield blocks.header(say("Your check-in is open"))
        yield blocks.section(Mrkdwn("\n".join(_due_line(reader, due) for due in page.due)))
        answer = blocks.button(say("Answer now (about a minute)"), checkin.OPEN, style="primary")
        yield blocks.actions(answer)
    elif not page.mine:
        yield blocks.section(
            say("✅ Nothing waits for you. Your next card comes with your team's next check-in.")
        )
    elif page.next_prompt is not None:
        when = say.moment(page.next_prompt, reader.zone)
        yield blocks.section(
            say("✅ Nothing waits for you. Your next check-in comes {when}.", when=when)
        )
    else:
        yield blocks.section(say("✅ Nothing waits for you."))


def _away(reader: Reader, page: Page) -> Iterator[Block]:
    if page.leave is not None:
        yield blocks.section(Mrkdwn("\n".join(absence.leave_words(reader, page.leave))))
    elif page.by_status:
        yield blocks.section(absence.by_status_words(reader.say))


def _blockers(say: Say, page: Page) -> Iterator[Block]:
    """One line, whatever there is of it."""
    if not page.blockers:
        return
    n, helped = len(page.blockers), sum(one.helper_id is not None for one in page.blockers)
    text = say.plural("🚧 {n} thing is in your way", "🚧 {n} things are in your way", n)
    helps = say.plural("{n} has a helper", "{n} have a helper", helped)
    more = Mrkdwn("`/okr blockers`")
    yield blocks.section(Mrkdwn(f"{text} · {helps}: {more}" if helped else f"{text}: {more}"))


def _due_line(reader: Reader, due: DueRound) -> Mrkdwn:
    if not due.missing:
        return reader.say(
            "*{team}*: how was your week for customers? Answers are taken until {closes}.",
            team=due.team_name,
            closes=reader.say.until(due.closes_at, reader.zone),
        )
    return reader.say.plural(
        "*{team}*: {n} key result waits for your answer, until {closes}",
        "*{team}*: {n} key results wait for your answer, until {closes}",
        len(due.missing),
        team=due.team_name,
        closes=reader.say.until(due.closes_at, reader.zone),
    )


def _mine(say: Say, page: Page) -> Iterator[Block]:
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


def _team(say: Say, part: TeamPart) -> Iterator[Block]:
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
        yield blocks.section(Mrkdwn("\n".join(lines)))
    style = None if part.objectives else "primary"
    buttons = [blocks.button(say("New objective"), okr.NEW, style=style)]
    if part.may_change:
        buttons.append(blocks.button(say("Team settings"), team.EDIT, part.id))
        buttons.append(blocks.button(say("Check-in questions"), question.OPEN, part.id))
    yield blocks.actions(*buttons)


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


def _objective(say: Say, objective: Objective) -> Mrkdwn:
    parts = [Mrkdwn(blocks.bar(objective.progress))]
    if objective.progress is not None:
        parts.append(okr.percent(say, objective.progress))
    parts.append(say.plural("{n} key result", "{n} key results", objective.krs))
    if objective.need_help:
        parts.append(say.plural("🔴 {n} needs help", "🔴 {n} need help", objective.need_help))
    if objective.outdated:
        parts.append(say.plural("⚪ {n} is outdated", "⚪ {n} are outdated", objective.outdated))
    title = say("*{number}* {title}", number=f"O-{objective.number}", title=objective.title)
    return Mrkdwn(f"{title}\n{' · '.join(parts)}")


def _people(say: Say, page: Page) -> Iterator[Block]:
    if page.kudos:
        yield blocks.header(say("Kudos for you"))
        yield blocks.section(Mrkdwn("\n".join(kudos_line(say, given) for given in page.kudos)))
    if page.quote is not None:
        yield blocks.header(say("A customer said"))
        yield quote_block(say, page.quote, longest=QUOTE)


def pointer(say: Say) -> Block:
    """The answer to somebody who writes to the app."""
    text = say(
        "I read commands, not messages: `/okr help` shows what you can type. What is yours and what"
        " is due stands in my Home tab."
    )
    return blocks.message(text, [blocks.section(text)])
