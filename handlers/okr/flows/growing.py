"""The tree of objectives, in a constant number of statements, and which part of it is meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.text import mention
from handlers.okr.flows.filtering import understand_filter, unquoted
from handlers.okr.flows.finding import best_of
from handlers.okr.flows.states import days, key_results, overlaps
from handlers.okr.rules import KrState, Numbered, Status, numbered, objective_number
from handlers.okr.rules.forest import Aligned, Scope, View, fold, tops_of, within
from handlers.okr.rules.life import Level
from handlers.okr.rules.listing import Filter
from handlers.okr.rules.tree import grow, idle_teams
from storage import okr_listing, okr_shape
from storage import team as teams
from storage.team import Team

Known = Mapping[int, Aligned]


async def aligned(session: AsyncSession, now: datetime) -> dict[int, Aligned]:
    """Every open objective of the cycles that run, by number."""
    rows = await okr_listing.objectives(session, *days(now, now))
    krs = await key_results(session, now, reached_too=True)
    shared = await okr_shape.sharing(session, [kr.number for kr in krs])
    by_objective: dict[int, list[KrState]] = {}
    for kr in krs:
        by_objective.setdefault(kr.objective_number, []).append(kr)
    return {
        row.number: Aligned(
            number=row.number,
            title=row.title,
            level=Level(row.level),
            owner_id=row.owner_id,
            team_id=row.team_id,
            team_name=row.team_name,
            supports=row.supports,
            weight=row.weight,
            krs=tuple(own := [k for k in by_objective.get(row.number, ()) if not k.is_closed]),
            reached=tuple(k for k in by_objective.get(row.number, ()) if k.is_closed),
            shared={
                kr.number: [team for team in shared[kr.number] if team[0] != row.team_id]
                for kr in own
            },
        )
        for row in rows
        if overlaps(row.starts, row.ends, row.zone, now, now)
    }


async def tree(
    session: AsyncSession, reader: Reader, known: Known, scope: Scope, first: int
) -> View:
    """A page of this part of the tree. UserError when its objective is not open any more."""
    chosen = within(known, scope)
    tops = tops_of(grow(one.node for one in chosen), scope)
    if not tops and scope.objective is not None:
        raise no_such_objective(scope.objective)
    twigs, page = fold(tops, first)
    every = await teams.every_team(session)
    names = {team.id: team.name for team in every}
    is_whole = scope == Scope()
    idle = idle_teams((one.node for one in known.values()), names) if is_whole and known else []
    return View(
        scope=scope,
        twigs=twigs,
        page=page,
        objectives=known,
        idle=tuple(names[id_] for id_ in idle),
        team_names=tuple(names[id_] for id_ in scope.team_ids if id_ in names),
        may_make=bool(twigs) or bool(await teams.teams_of(session, reader.id)),
        is_guest=reader.is_guest,
    )


@dataclass(frozen=True, slots=True)
class Meant:
    """The parts of the tree that a line may mean: several where several fit alike."""

    scopes: Sequence[Scope]
    statuses: frozenset[Status] = frozenset()  # which it named as well, and the tree left out


async def scopes_meant(session: AsyncSession, reader: Reader, line: str, known: Known) -> Meant:
    """What O-3, KR-4, company, a team, words of a title or of a team's name mean. UserError when
    they mean nothing.
    """
    words = unquoted(readable(line, {}))
    number = objective_number(words, bare=True)
    if number is not None or not words:
        return Meant([Scope(objective=number)])
    if numbers := numbered(words):
        return Meant(_numbered(numbers, known))
    asked = await understand_filter(session, reader, line)
    if asked.owner_id is not None:
        return Meant(_owned(asked.owner_id, known), asked.statuses)
    if numbers := numbered(asked.words):
        return Meant(_numbered(numbers, known), asked.statuses)
    return await _called(session, words, asked, known)


async def _called(session: AsyncSession, words: str, asked: Filter, known: Known) -> Meant:
    """What bears this name: all of the words, or what is left of them without filters."""
    told = Scope(company=asked.levels == {Level.COMPANY}, team_ids=asked.team_ids or ())
    if not (asked.words or asked.statuses):  # the tree knows none: `sale` is the team, not `stale`
        return Meant([told])
    every = await teams.every_team(session)
    if called := parts_called(words, every, known.values()):
        return Meant(called)
    part = within(known, Scope(team_ids=asked.team_ids or ()))
    found = parts_called(asked.words, (), part)
    if not found and asked.words:
        raise UserError(
            "No open objective, and no team, is called anything like “{words}”. Name it by its"
            " number, like O-3; `/okr tree` draws all of them.",
            words=words[:60],
        )
    return Meant(found or [told], asked.statuses)


def _numbered(asked: Numbered, known: Known) -> list[Scope]:
    """These objectives, and those of these key results. UserError for what is not in the tree."""
    for number in asked.objectives:
        if number not in known:
            raise no_such_objective(number)
    numbers = [*asked.objectives, *_above(asked.krs, known)]
    return [Scope(objective=number) for number in dict.fromkeys(numbers)]


def _above(numbers: Iterable[int], known: Known) -> list[int]:
    """The objectives of these key results. UserError for one that is not in the tree."""
    found = {kr.number: one.number for one in known.values() for kr in one.krs}
    for number in numbers:
        if number not in found:
            raise UserError(
                "There is no open key result {kr} here. `/okr tree` draws those that there are;"
                " `/okr show {kr}` shows one that is proposed or closed.",
                kr=f"KR-{number}",
            )
    return [found[number] for number in numbers]


def _owned(owner_id: str, known: Known) -> list[Scope]:
    found = [Scope(objective=one.number) for one in known.values() if one.owner_id == owner_id]
    if not found:
        raise UserError(
            "{who} owns no open objective. `/okr list` with their name lists their key results.",
            who=mention(owner_id),
        )
    return found


def parts_called(words: str, every: Iterable[Team], objectives: Iterable[Aligned]) -> list[Scope]:
    """Teams whose names these words fit, and objectives whose titles they do, the best first;
    several only where they fit alike.
    """
    named = [(Scope(team_ids=(team.id,)), team.name) for team in every]
    named += [(Scope(objective=one.number), one.title) for one in objectives]
    return [scope for scope, _ in best_of(words, named, lambda one: one[1])]


def no_such_objective(number: int) -> UserError:
    return UserError(
        "There is no open objective O-{n} here. `/okr tree` draws those that there are; `/okr show"
        " O-{n}` shows one that is proposed or closed.",
        n=str(number),
    )
