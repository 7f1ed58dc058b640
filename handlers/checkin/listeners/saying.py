"""What a sent form says beside its values: replies, what came of promises, and who needs help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import listeners as blockers
from handlers.blocker import views as blocker
from handlers.blocker.rules import About
from handlers.checkin import flows, views
from handlers.deps import Deps
from handlers.kit.forms import Form
from handlers.kit.reader import Reader
from handlers.question import flows as questions
from handlers.question import views as question
from handlers.question.rules import Asked


@dataclass(frozen=True, slots=True)
class Said:
    """All pages of a form, and what stands in them as replies."""

    form: Form
    replies: Mapping[Asked, str]

    def wanted(self, team_id: str) -> dict[About, str]:
        """Of each of this team's questions, the words with which help is asked for, or ""."""
        return {
            About(question_id=asked.id): text if views.wants_help(self.form, asked) else ""
            for asked, text in self.replies.items()
            if asked.team_id == team_id
        }


def says_something(form: Form) -> bool:
    """Whether it says what came of a promise, or of something that was in the way."""
    return bool(blocker.read_still(form)) or any(question.read_promises(form).values())


async def say(
    session: AsyncSession,
    deps: Deps,
    reader: Reader,
    rounds: Mapping[str, date],
    said: Said,
    now: datetime,
) -> None:
    """Write all of it down for these rounds (team -> day); whoever can help hears of it at once."""
    for key in await flows.reply(session, reader, rounds, said.replies, now):
        await blockers.ask_for_help(session, deps, reader, key, said.wanted(key[0]), now)
    await questions.keep(session, reader.id, question.read_promises(said.form))
    await blockers.say_still(session, deps, reader, blocker.read_still(said.form), now)
