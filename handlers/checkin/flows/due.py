"""What somebody is still asked, in the latest round of each team whose KRs they own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows.known import Known, given_by, known_of
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import DueRound
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from storage import checkin_reading
from storage import team as teams
from storage.checkin_reading import Latest
from storage.db import Query

_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Whose:
    """What is asked of a person by: their KRs, the names of their teams by id, those whom they
    stand in for now, and the latest rounds of their teams (None: they are not read yet).
    """

    krs: Sequence[KrState]
    teams: Mapping[str, str]
    others: Sequence[str]
    latest: Mapping[str, Latest] | None = None


async def due_for(
    session: AsyncSession, reader: Reader, now: datetime, whose: Whose | None = None
) -> list[DueRound]:
    """The open rounds in which this person's answer is missing; `whose` if that is known."""
    return [part for part in await open_for(session, reader, now, whose) if part.waits]


async def open_for(
    session: AsyncSession, reader: Reader, now: datetime, whose: Whose | None = None
) -> list[DueRound]:
    """A person's part of each round that is open; not how many KRs they may vote for there."""
    whose, latest = await _wholly(session, whose or await _whose(session, reader.id, now), now)
    open_ = {id_: one for id_, one in latest.items() if one.closed_at is None}
    return await _own_parts(session, reader.id, whose, open_, voting=False)


async def rounds_of(session: AsyncSession, member_id: str, now: datetime) -> list[DueRound]:
    """A person's part of each latest round, closed ones included: they take late answers.

    With the KRs of those whom they stand in for now.
    """
    whose, latest = await _wholly(session, await _whose(session, member_id, now), now)
    return await _own_parts(session, member_id, whose, latest)


async def not_waited_for(
    session: AsyncSession, member_id: str, now: datetime
) -> dict[tuple[str, date | None], str]:
    """The latest rounds in which nothing waits for this person, and why: as their Home has it."""
    return {
        part.key: away.ANSWERED_EARLY if part.skipped is None else away.SKIPPED
        for part in await rounds_of(session, member_id, now)
        if not part.waits
    }


async def _whose(session: AsyncSession, member_id: str, now: datetime) -> Whose:
    return Whose(
        krs=await okr.key_results(session, now, owner_id=member_id),
        teams={team.id: team.name for team in await teams.teams_of(session, member_id)},
        others=await absence.stood_in_for(session, member_id, now),
    )


async def _wholly(
    session: AsyncSession, whose: Whose, now: datetime
) -> tuple[Whose, Mapping[str, Latest]]:
    """With the KRs of the others; and the rounds also of teams of which only KRs are theirs."""
    krs = list(whose.krs)
    if whose.others:
        krs += await okr.key_results(session, now, owner_id=whose.others)
    ids, latest = {kr.team_id for kr in krs} | whose.teams.keys(), whose.latest or {}
    if whose.latest is not None:
        ids -= whose.teams.keys()
    more = await latest_of(ids, now).read(session) if ids else {}
    return replace(whose, krs=krs), {**latest, **more}


async def _own_parts(
    session: AsyncSession,
    member_id: str,
    whose: Whose,
    latest: Mapping[str, Latest],
    *,
    voting: bool = True,
) -> list[DueRound]:
    instead = dict.fromkeys(whose.others, member_id)
    there = {id_: [member_id] for id_ in whose.teams}
    known = await known_of(session, latest, voting=voting)
    parts = _parts(whose.krs, latest, known, there, whose.teams, instead).get(member_id, {})
    return [
        replace(part, gave=given_by(member_id, id_, known.answered)) for id_, part in parts.items()
    ]


def latest_of(team_ids: Collection[str], now: datetime) -> Query[dict[str, Latest]]:
    """The latest round of each of these teams, if it still takes answers."""
    return checkin_reading.latest_rounds(team_ids, now.date() - cadence.REMEMBERED)


async def parts_of(
    session: AsyncSession,
    krs: Iterable[KrState],
    latest: Mapping[str, Latest],
    members: Mapping[str, Collection[str]],
    names: Mapping[str, str],
    instead: Mapping[str, str] = _NOBODY,
) -> dict[str, dict[str, DueRound]]:
    """Who is asked what in these rounds: person -> team -> their part of its round.

    Whoever owns one of these KRs, and of each team's `members` those without one where the team
    has questions of its own. `names` are those of the teams. Who is in `instead` (whoever is away
    -> their stand-in) is asked about the other's KRs as well, and nothing else for them: in rounds
    that are open, and that the other has not left out.
    """
    return _parts(krs, latest, await known_of(session, latest), members, names, instead)


def _parts(
    krs: Iterable[KrState],
    latest: Mapping[str, Latest],
    known: Known,
    members: Mapping[str, Collection[str]],
    names: Mapping[str, str],
    instead: Mapping[str, str],
) -> dict[str, dict[str, DueRound]]:
    krs = [kr for kr in krs if kr.team_id in latest and not _is_behind_us(kr, known)]
    curious = {id_: members[id_] for id_ in latest.keys() & members.keys() if known.questions[id_]}
    asked = _asked_themselves(krs, curious)
    own = frozenset(asked)
    for kr in (kr for kr in krs if _is_handed_on(kr, latest[kr.team_id], known, instead)):
        asked[instead[kr.owner_id], kr.team_id].append(kr)
    parts: dict[str, dict[str, DueRound]] = defaultdict(dict)
    for (person, team_id), theirs in asked.items():
        name = theirs[0].team_name if theirs else names.get(team_id, "")
        part = _part(latest[team_id], person, name, theirs, known)
        belongs = person in members.get(team_id, ())
        part = replace(part, votes=_votes(part, known, belongs=belongs))
        is_own = (person, team_id) in own
        parts[person][team_id] = part if is_own else replace(part, questions=())
    return parts


def _is_handed_on(kr: KrState, round_: Latest, known: Known, instead: Mapping[str, str]) -> bool:
    """Whether its owner's stand-in is asked for it."""
    theirs = known.checkins.get(((round_.team_id, round_.day), kr.owner_id))
    left_out = theirs is not None and theirs.skip_reason == away.SKIPPED
    return kr.owner_id in instead and round_.closed_at is None and not left_out


def _is_behind_us(kr: KrState, known: Known) -> bool:
    """Whether all of it was done before this round, so that there is nothing to ask."""
    return kr.is_finished and (kr.team_id, kr.number) not in known.answered


def _asked_themselves(
    krs: Iterable[KrState], curious: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], list[KrState]]:
    """Whom a team asks (person, team) about which KRs; `curious` are teams with questions."""
    asked: dict[tuple[str, str], list[KrState]] = defaultdict(list)
    for kr in krs:
        asked[kr.owner_id, kr.team_id].append(kr)
    for team_id, members in curious.items():
        for member_id in members:
            asked.setdefault((member_id, team_id), [])
    return asked


def _votes(part: DueRound, known: Known, *, belongs: bool) -> int:
    """How many KRs of the team this person may vote for: all, or, of another team, their own.

    Nobody votes for whom they stand in for: so their card may count some too many there.
    """
    if part.is_closed or part.skipped is not None:
        return 0
    every = known.votes.get(part.team_id, 0)
    return every if belongs else min(every, len(part.missing) + len(part.answered))


def _part(round_: Latest, person: str, name: str, krs: list[KrState], known: Known) -> DueRound:
    key, done = (round_.team_id, round_.day), known.answered
    theirs = known.checkins.get((key, person))
    left_out = theirs is not None and theirs.skip_reason == away.SKIPPED
    replied = theirs is not None and theirs.replied_at is not None
    answered = [kr for kr in krs if (kr.team_id, kr.number) in done]
    return DueRound(
        team_id=round_.team_id,
        team_name=name,
        day=round_.day,
        closes_at=round_.closes_at,
        missing=[kr for kr in krs if (kr.team_id, kr.number) not in done],
        answered=answered,
        is_closed=round_.closed_at is not None,
        begins=round_.begins,
        questions=tuple(known.questions[round_.team_id]),
        replied=replied,
        skipped=theirs.skip_note if theirs and left_out else None,
        # also of a KR that is no longer among these: its cycle has ended, or another owns it
        spoke=replied or (round_.team_id, person) in known.spoke,
    )


async def owns_any(session: AsyncSession, reader: Reader, now: datetime) -> bool:
    """Whether this person has a key result to speak of."""
    return bool(await okr.key_results(session, now, owner_id=reader.id))


async def waiting(session: AsyncSession, reader: Reader, now: datetime) -> int:
    """How many KRs of open rounds this person could answer now."""
    return sum(len(part.missing) for part in await due_for(session, reader, now))
