"""What people reply to their team's questions, and what stands in a summary's thread."""

from collections.abc import Mapping
from datetime import date

from bot.sandbox.model import Message
from handlers.checkin import flows
from handlers.question import flows as questions
from storage.question import Question
from tests.checkin.stage import DAY, all_of, words
from tests.world import HOME, World


async def say_so(world: World, who: str, told: Mapping[str, str], day: date = DAY) -> None:
    """As the form does it: what somebody replies, by the question's preset (or text)."""
    deps, now = world.bot.deps, world.clock.now()
    rows: list[Question] = await all_of(world, Question)
    ids = {row.preset or row.text: row.id for row in rows if row.retired_at is None}
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, who)
        asked = await questions.in_form(session, [ids[name] for name in told])
        replies = {one: told[one.preset or one.text] for one in asked}
        await flows.reply(session, reader, {"care": day}, replies, now)


def thread(world: World, channel: str = "care") -> list[Message]:
    """What stands below the first post of a channel."""
    first = world.posted(channel)[0]
    return [m for m in world.posted(channel) if m.thread_ts == first.ts]


def part(world: World, title: str) -> str:
    """The words of the message with this title in the thread; nothing when there is none."""
    return next((words(m) for m in thread(world) if m.text == title), "")
