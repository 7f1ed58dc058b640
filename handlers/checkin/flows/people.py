"""Who is in rounds, and how many of them answered: counted here for whoever tells it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.gone import standing
from handlers.checkin.rules import away
from handlers.checkin.rules.counting import Counted, counted, speakers
from handlers.okr import flows as okr
from storage import checkin as rounds
from storage import checkin_reading as reading
from storage import team as teams
from storage.checkin import Answer, Key, Round
from storage.checkin_reading import Latest, Stands

Said = tuple[str, set[str]]  # the owner and the authors of an answer


async def asked_now(
    session: AsyncSession, owners: Mapping[str, Collection[str]], asking: Collection[str]
) -> dict[str, set[str]]:
    """Whom each of these teams asks and who can answer at all: owners, and in those that are
    `asking` questions of their own everybody.
    """
    there = await teams.members_of(session, asking) if asking else {}
    ids = {id_: {*of, *(m.member_id for m in there.get(id_, ()))} for id_, of in owners.items()}
    known = await teams.members(session, set[str]().union(*ids.values()))
    unfit = {id_ for id_, one in known.items() if one.deleted or one.is_bot}
    return {id_: people - unfit for id_, people in ids.items()}


def in_it(round_: Round, asked: AbstractSet[str]) -> AbstractSet[str]:
    """Whom a round has written down as it closed; whom it has `asked` while it has not."""
    return asked if round_.people is None else frozenset(round_.people)


async def count(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    people: Mapping[Key, AbstractSet[str]],
    now: datetime,
) -> dict[Key, Counted]:
    """How many of these people answered in each of these rounds, in a constant number of
    statements.
    """
    keys = [(one.team_id, one.day) for one in told]
    known = await standing(session, told, people, now)
    said = await _said(session, told, now, known)
    return {key: _counted(people[key], said[key], known[key]) for key in keys}


def _counted(
    people: AbstractSet[str], said: Iterable[Said], known: Mapping[str, Stands]
) -> Counted:
    reasons = {who: row.skip_reason for who, row in known.items()}
    replied = [who for who, row in known.items() if row.replied_at]
    return counted(people, speakers(said, replied, reasons), reasons)


async def _said(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    now: datetime,
    known: Mapping[Key, Mapping[str, Stands]],
) -> dict[Key, list[Said]]:
    """By round: whose answers were given, and by whom. Each is of whoever owned it at the close."""
    until = {(one.team_id, one.day): one.closed_at or now for one in told}
    answers = await rounds.answers(session, list(until))
    asked = {(a.kr_number, until[a.team_id, a.day]) for a in answers}
    owners = await okr.owners_then(session, asked)
    more = await _also_by(session, told, now, answers, known)
    found: dict[Key, list[Said]] = {key: [] for key in until}
    for answer in answers:
        key = (answer.team_id, answer.day)
        owner = owners.get((answer.kr_number, until[key]), answer.member_id)
        found[key].append((owner, {answer.member_id} | more[key, answer.kr_number]))
    return found


def _is_skipped(row: Stands) -> bool:
    return row.skip_reason == away.SKIPPED


async def _also_by(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    now: datetime,
    answers: Sequence[Answer],
    known: Mapping[Key, Mapping[str, Stands]],
) -> dict[tuple[Key, int], set[str]]:
    """Who spoke of an answered KR in its round after others had; where somebody skipped it, as
    only then it makes a difference.
    """
    found: dict[tuple[Key, int], set[str]] = defaultdict(set)
    skipped = {k for k, of in known.items() if any(map(_is_skipped, of.values()))}
    these = [one for one in told if (one.team_id, one.day) in skipped]
    numbers = {a.kr_number for a in answers if (a.team_id, a.day) in skipped}
    if not numbers:
        return found
    ends = {(one.team_id, one.day): one.closed_at or now for one in these}
    first, last = min(one.opens_at for one in these), max(ends.values())
    for update in await reading.said(session, numbers, first, last):
        for one in these:
            if one.opens_at <= update.made_at < ends[one.team_id, one.day]:
                found[(one.team_id, one.day), update.kr_number].add(update.author_id)
    return found
