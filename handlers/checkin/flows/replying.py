"""What people say to their teams' questions."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.answering import soon
from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Key
from handlers.kit.forms import Form
from handlers.kit.reader import Reader
from handlers.question import flows as questions
from handlers.question import views as question_views
from handlers.question.rules import Asked
from storage import checkin as rounds
from storage import schedule


async def reply(
    session: AsyncSession,
    reader: Reader,
    asked: Mapping[str, date],
    replies: Mapping[Asked, str],
    now: datetime,
) -> list[Key]:
    """Write down what this person replied in these rounds (team -> day), be it nothing.

    A round that was closed meanwhile takes it as late; their cards show it. Those of these rounds
    that there are: one may have been taken back.
    """
    there = await rounds.locked_rounds(session, asked.items())
    again = [soon(cadence.REFRESH, key, now, reader.id) for key in there]
    again += [soon(cadence.SUMMARY, key, now) for key, one in there.items() if one.closed_at]
    await schedule.again(session, again)  # first, as whoever draws their cards anew locks it first
    for key, round_ in there.items():
        is_late = round_.closed_at is not None
        theirs = {one.id: text for one, text in replies.items() if one.team_id == key[0]}
        await questions.reply(session, key, reader.id, theirs, now, is_late=is_late)
        await rounds.note_replied(session, key, reader.id, now, is_late=is_late)
    return list(there)


async def read_replies(session: AsyncSession, form: Form) -> dict[Asked, str]:
    """What was filled in, by question: also by one that the team has given up meanwhile."""
    asked = await questions.in_form(session, form.names(question_views.PREFIX))
    read = question_views.read(form, asked)
    return {one: read[one.id] for one in asked if one.id in read}
