"""Voting while a round is open, what it comes to at the close, and why somebody sees it otherwise.

What leaves here has no names, but for what a person is told about their own votes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.schedule.flows import errand
from handlers.vote import rules
from handlers.vote.rules import Key, Outcome
from storage import checkin as rounds
from storage import checkin_reading, schedule
from storage import team as teams
from storage import vote as storage
from storage.checkin_reading import Latest
from storage.db import Query
from storage.vote import Vote

_LATEST: Final = timedelta(days=14)  # an open round is younger


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody can vote for now, and how they did so far."""

    krs: Sequence[KrState]
    rounds: Mapping[str, Latest]  # team -> its open round
    mine: Mapping[int, int]
    names_teams: bool = False  # somebody of several teams is told whose each KR is
    running: frozenset[Key] = frozenset()  # also of KRs that come after the form's end

    @property
    def closes_at(self) -> datetime:
        return min(round_.closes_at for round_ in self.rounds.values())

    def takes(self, keys: Iterable[Key]) -> bool:
        """Whether one of these rounds is voted in now."""
        return not self.running.isdisjoint(keys)


async def ballot(session: AsyncSession, member_id: str, now: datetime) -> Ballot:
    """The KRs of open rounds to which this person contributes: of their teams, also those that
    these share, and their own. What they have not voted for comes first, as a form has an end.
    """
    mine = [team.id for team in await teams.teams_of(session, member_id)]
    krs = await okr.key_results(session, now, team_ids=mine, owned_too=member_id, shared_too=True)
    open_ = await _open_rounds(session, {kr.team_id for kr in krs}, now)
    votes = await storage.votes(session, [_key(one) for one in open_.values()], member_id)
    scores = {vote.kr_number: vote.score for vote in votes}
    there = [kr for kr in krs if kr.team_id in open_]
    there.sort(key=lambda kr: kr.number in scores and len(there) > rules.MOST)
    asked = there[: rules.MOST]
    home = {kr.team_id for kr in asked}
    names_teams = len(home.union(mine)) > 1
    theirs = {id_: one for id_, one in open_.items() if id_ in home}
    return Ballot(asked, theirs, scores, names_teams, frozenset(map(_key, open_.values())))


async def _open_rounds(
    session: AsyncSession, team_ids: Collection[str], now: datetime
) -> dict[str, Latest]:
    latest = await checkin_reading.latest_rounds(team_ids, now.date() - _LATEST).read(session)
    voting = await storage.voting(session, latest, fewest=rules.FEWEST)
    return {id_: one for id_, one in latest.items() if one.closed_at is None and id_ in voting}


def _key(round_: Latest) -> Key:
    return (round_.team_id, round_.day)


async def cast(
    session: AsyncSession,
    member_id: str,
    scores: Mapping[int, int | None],
    now: datetime,
) -> list[int]:
    """Count how this person votes, by KR; None takes a vote back.

    Those that count no more: their round was closed meanwhile, or the KR is not theirs to vote
    for. Nobody closes these rounds until the session ends.
    """
    can = await ballot(session, member_id, now)
    home = {kr.number: kr.team_id for kr in can.krs}
    still = set()
    for team_id in sorted({home[number] for number in scores if number in home}):
        found = await rounds.round_of(session, _key(can.rounds[team_id]))
        if found is not None and found.closed_at is None:
            still.add(team_id)
    counted = {
        (_key(can.rounds[home[number]]), number): score
        for number, score in scores.items()
        if home.get(number) in still
    }
    await storage.set_votes(session, member_id, counted, now)
    return sorted(n for n in scores if home.get(n) not in still)


def countable(team_ids: Collection[str], day: date) -> Query[dict[str, int]]:
    """How many KRs there are to vote for on this day; a team that does not vote is missing.

    One of so few members that nothing would ever be shown is not asked, either.
    """
    return storage.countable(team_ids, day, fewest=rules.FEWEST)


async def outcomes(session: AsyncSession, key: Key, krs: Iterable[KrState]) -> list[Outcome]:
    """What is shown of a closed round, in the order of these KRs. Too few votes show nothing."""
    votes = await _by_kr(session, key)
    found = []
    for kr in krs:
        tally = rules.tally([vote.score for vote in votes.get(kr.number, ())])
        if tally is not None:
            reasons = sorted((v.score, v.reason) for v in votes[kr.number] if v.reason)
            found.append(Outcome(kr.number, kr.title, tally, tuple(reasons)))
    return found


async def _by_kr(session: AsyncSession, key: Key) -> dict[int, list[Vote]]:
    found: dict[int, list[Vote]] = defaultdict(list)
    for vote in await storage.votes(session, [key]):
        found[vote.kr_number].append(vote)
    return found


@dataclass(frozen=True, slots=True)
class Odd:
    """A person's own vote that lies far from the others, and why, if they have said it."""

    kr_number: int
    title: str
    score: int
    reason: str = ""


async def odd_ones(
    session: AsyncSession, key: Key, told: Iterable[Outcome]
) -> dict[str, list[Odd]]:
    """Whose reason is worth hearing, of those who are still here, and for which votes."""
    votes, asked = await _by_kr(session, key), defaultdict(list)
    for one in told:
        scores = {vote.member_id: vote.score for vote in votes[one.kr_number]}
        for who in rules.outliers(scores):
            asked[who].append(Odd(one.kr_number, one.title, scores[who]))
    gone = await teams.have_left(session, asked) if asked else set()
    return {who: odd for who, odd in sorted(asked.items()) if who not in gone}


async def note_asked(
    session: AsyncSession, key: Key, people: Collection[str], now: datetime
) -> None:
    """These are asked why they voted so in this round: from now on they may answer."""
    if people:
        await storage.note_asked(session, key, people, now)


async def odd_votes(session: AsyncSession, key: Key, member_id: str, now: datetime) -> list[Odd]:
    """What this person was asked to give a reason for in this round."""
    every = await _by_kr(session, key)
    mine = {
        number: vote
        for number, votes in every.items()
        for vote in votes
        if vote.member_id == member_id and vote.asked_at is not None
    }
    odd = [n for n in mine if member_id in rules.outliers({v.member_id: v.score for v in every[n]})]
    krs = await okr.key_results(session, now, numbers=odd) if odd else []
    return [Odd(kr.number, kr.title, mine[kr.number].score, mine[kr.number].reason) for kr in krs]


async def explain(
    session: AsyncSession, key: Key, member_id: str, reasons: Mapping[int, str], now: datetime
) -> bool:
    """Write down why, by KR; "" takes it back. Whether anything is new: then the summary is, too.

    Only of votes about which they were asked.
    """
    new = False
    for vote in await storage.votes(session, [key], member_id):
        reason = reasons.get(vote.kr_number)
        if vote.asked_at is not None and reason is not None and reason != vote.reason:
            vote.reason, new = reason, True
    if new:
        await session.flush()
        row = errand(rules.REASON, now, about=key[0]) | {"day": key[1]}
        await schedule.again(session, [row])
    return new
