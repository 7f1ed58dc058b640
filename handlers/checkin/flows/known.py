"""What is written down of rounds: who has answered what, and who leaves one out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules.asked import Key
from handlers.question import flows as questions
from handlers.question.rules import Asked
from handlers.vote import flows as votes
from storage import checkin_reading
from storage.checkin_reading import Latest, Stands
from storage.db import Query, already, answers


@dataclass(frozen=True, slots=True)
class Known:
    """What is written down of some rounds."""

    answered: Mapping[tuple[str, int], str]  # team and KR -> by whom
    questions: Mapping[str, list[Asked]]
    checkins: Mapping[tuple[Key, str], Stands]
    votes: Mapping[str, int]  # team -> the KRs that it votes for
    spoke: frozenset[tuple[str, str]] = frozenset()  # team and who has answered for any KR


async def known_of(
    session: AsyncSession, latest: Mapping[str, Latest], *, voting: bool = True
) -> Known:
    keys = [(round_.team_id, round_.day) for round_ in latest.values()]
    if not keys:
        return Known({}, {}, {}, {})
    ids, last = [team_id for team_id, _ in keys], max(day for _, day in keys)
    may: Query[dict[str, int]] = votes.countable(ids, last) if voting else already({})
    done, asked, checkins, counted = await answers(
        session,
        checkin_reading.answered(keys),
        questions.of_teams(ids),
        checkin_reading.stand(keys),
        may,
    )
    spoke = frozenset((team_id, who) for (team_id, _), who in done.items())
    there = await questions.in_these(session, asked, dict(keys))
    return Known(done, there, checkins, counted, spoke)


def given_by(
    member_id: str, team_id: str, answered: Mapping[tuple[str, int], str]
) -> frozenset[int]:
    """The KRs that this person has answered in the round of this team."""
    return frozenset(n for (id_, n), who in answered.items() if (id_, who) == (team_id, member_id))
