"""What waits for somebody, and what is in their way."""

from collections.abc import Iterator
from typing import Final

from handlers.absence import views as absence
from handlers.checkin import views as checkin
from handlers.checkin.rules.asked import DueRound
from handlers.cycle.rules.waiting import Waiting
from handlers.cycle.views import card as cycle
from handlers.home.rules import Page
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.objective.views.words import title_line
from handlers.okr.views.stages import show_objective_button

PROPOSED: Final = 3  # that are shown; of more it is said how many


def waiting(reader: Reader, page: Page) -> Iterator[Block]:
    """Whether they are away, what is to be answered or agreed to, and what they asked help for."""
    yield from _away(reader, page)
    yield from _due(reader, page)
    yield from _grades(reader.say, page)
    yield from _proposed(reader.say, page)
    yield from _blockers(reader.say, page)


def _due(reader: Reader, page: Page) -> Iterator[Block]:
    say = reader.say
    if page.due and page.is_away:
        yield from _open_meanwhile(reader, page)
    elif page.due:
        yield blocks.header(say("Your check-in is open"))
        yield blocks.section(Mrkdwn("\n".join(_due_line(reader, due) for due in page.due)))
        yield blocks.actions(_answer(say, style="primary"))
    elif page.proposed or page.grades:
        yield from _coming(reader, page)
    elif not page.mine:
        yield blocks.section(
            say("✅ Nothing waits for you. A card comes when a check-in of your team asks you.")
        )
    elif page.next_prompt is not None:
        when = say.moment(page.next_prompt, reader.zone)
        yield blocks.section(
            say("✅ Nothing waits for you. Your next check-in comes {when}.", when=when)
        )
    else:
        yield blocks.section(say("✅ Nothing waits for you."))


def _open_meanwhile(reader: Reader, page: Page) -> Iterator[Block]:
    """What who is away may answer all the same, calmly: they were told that nobody asks."""
    say = reader.say
    lines = [
        say(
            "*{team}*: the check-in is open until {closes}",
            team=due.team_name,
            closes=say.until(due.closes_at, reader.zone),
        )
        for due in page.due
    ]
    lines.append(say("You are away, so nobody waits for your answer."))
    yield blocks.section(Mrkdwn("\n".join(lines)))
    yield blocks.actions(_answer(say))


def _answer(say: Say, style: str | None = None) -> Block:
    return blocks.button(say("Answer now (about a minute)"), checkin.OPEN, style=style)


def _coming(reader: Reader, page: Page) -> Iterator[Block]:
    """When the next card comes, where something else waits for them."""
    if page.mine and page.next_prompt is not None:
        when = reader.say.moment(page.next_prompt, reader.zone)
        yield blocks.section(reader.say("Your next check-in comes {when}.", when=when))


def _grades(say: Say, page: Page) -> Iterator[Block]:
    """One line for each day on which cycles end, with the way to the form."""
    for one in page.grades:
        button = cycle.grade_button(say("Answer now (about a minute)"), one.ends)
        yield blocks.section(_grades_line(say, one), accessory=button)


def _grades_line(say: Say, one: Waiting) -> Mrkdwn:
    cycles = list(one.cycles)
    if one.grades:
        return say.plural(
            "🏁 {cycles} ends: {n} key result waits for your grade",
            "🏁 {cycles} ends: {n} key results wait for your grade",
            one.grades,
            cycles=cycles,
        )
    return say.plural(
        "🏁 {cycles} ends: {n} objective waits for what you have learned",
        "🏁 {cycles} ends: {n} objectives wait for what you have learned",
        one.lessons,
        cycles=cycles,
    )


def _proposed(say: Say, page: Page) -> Iterator[Block]:
    """Each of the first with its button, which shows it with those that answer it."""
    for one in page.proposed[:PROPOSED]:
        text = say("🤝 {objective} · waits for your agreement", objective=title_line(say, one))
        yield blocks.section(text, accessory=show_objective_button(say, one.number))
    if len(page.proposed) > PROPOSED:
        yield blocks.context(
            say.plural(
                "{n} more waits for your agreement: `/okr drafts`",
                "{n} more wait for your agreement: `/okr drafts`",
                len(page.proposed) - PROPOSED,
            )
        )


def _away(reader: Reader, page: Page) -> Iterator[Block]:
    if page.leave is not None and page.now is not None:
        yield blocks.section(Mrkdwn("\n".join(absence.leave_words(reader, page.leave, page.now))))
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
    """Whose key results wait is said where they stand in for others: what is theirs is below."""
    say, closes = reader.say, reader.say.until(due.closes_at, reader.zone)
    if not due.missing:
        return say(
            "*{team}*: how was your week for customers? Answers are taken until {closes}.",
            team=due.team_name,
            closes=closes,
        )
    others = [kr.owner_id for kr in due.missing if kr.owner_id != reader.id]
    who = [mention(id_) for id_ in dict.fromkeys(others)]
    n, own = len(due.missing), len(due.missing) - len(others)
    if others and own:
        return say(
            "*{team}*: {n} key results wait for your answer, until {closes}: {own} of yours, and"
            " {others} of {who}, for whom you stand in",
            n=n,
            team=due.team_name,
            closes=closes,
            own=own,
            others=len(others),
            who=who,
        )
    if others:
        return say.plural(
            "*{team}*: you stand in for {who}: {n} key result waits for your answer, until"
            " {closes}",
            "*{team}*: you stand in for {who}: {n} key results wait for your answer, until"
            " {closes}",
            n,
            team=due.team_name,
            closes=closes,
            who=who,
        )
    return say.plural(
        "*{team}*: {n} key result waits for your answer, until {closes}",
        "*{team}*: {n} key results wait for your answer, until {closes}",
        n,
        team=due.team_name,
        closes=closes,
    )
