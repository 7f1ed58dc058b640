"""A page of key results: those that fit a filter, with what a list says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.finding import best_of, likeness
from handlers.okr.flows.states import day_in, key_results, roll_up
from handlers.okr.rules import KrState, Numbered, Status, numbered, objective_number
from handlers.okr.rules.forecast import Forecast, Point, forecast
from handlers.okr.rules.listing import SIZE, TROUBLE, Filter, Listed, Listing, in_order
from handlers.okr.rules.paging import Page, page_of
from storage import okr_listing, okr_shape
from storage import team as teams

NAME: Final = 3  # words that somebody's whole name has, mostly


async def listing(session: AsyncSession, asked: Filter, first: int, now: datetime) -> Listing:
    """The page of this list that begins at `first`, in a constant number of statements."""
    krs = await key_results(
        session, now, team_ids=asked.team_ids, owner_id=asked.owner_id, shared_too=True
    )
    near = [kr for kr in krs if asked.has_level(kr)]
    if (
        asked.words
        and asked.team_ids is None
        and (ids := await _teams_called(session, asked, near))
    ):
        of_teams = replace(asked, team_ids=ids, words="")
        return replace(await listing(session, of_teams, first, now), guessed=asked.words)
    named = await _called(session, asked.words, near) if asked.words else near
    chosen = in_order((kr for kr in named if asked.has_status(kr)), asked)
    page = page_of(chosen, first, SIZE)
    listed = await _listed(session, page.items, asked, now)
    return Listing(
        page=Page(tuple(listed), page.first, page.all, page.size),
        asked=asked,
        team_names=await _names(session, asked),
        statuses={status: sum(kr.status is status for kr in named) for status in Status},
        missing=tuple(_lacking(numbered(asked.words), named).names),
    )


async def _teams_called(
    session: AsyncSession, asked: Filter, krs: Sequence[KrState]
) -> tuple[str, ...]:
    """The teams that these words fit as well as any title, or better: as the tree finds them."""
    words = asked.words
    found = best_of(words, await teams.every_team(session), lambda team: team.name)
    if not found or _of_numbers(words, krs) is not None:
        return ()
    titles = max((likeness(words, title) for kr in krs for title in _titles(kr)), default=0.0)
    best = likeness(words, found[0].name)
    return tuple(team.id for team in found) if best >= titles else ()


def _titles(kr: KrState) -> tuple[str, str, str]:
    return (kr.title, kr.objective_title, f"{kr.title} {kr.objective_title}")


async def _called(session: AsyncSession, words: str, krs: Sequence[KrState]) -> list[KrState]:
    """Those of these numbers; those whose own or whose objective's title has these words; else
    those of that owner.
    """
    of_numbers = _of_numbers(words, krs)
    if of_numbers is not None:
        return of_numbers
    found = [kr for kr in krs if likeness(words, f"{kr.title} {kr.objective_title}")]
    if found:
        return found
    owners = await teams.members(session, {kr.owner_id for kr in krs})
    name = words.removeprefix("@")
    meant = {id_ for id_, member in owners.items() if likeness(name, member.name)}
    meant = meant or {id_ for id_, member in owners.items() if _is_in(member.name, name)}
    return [kr for kr in krs if kr.owner_id in meant]


def _is_in(name: str, typed: str) -> bool:
    """Whether somebody typed their whole name, of which they show a part in Slack."""
    words, parts = typed.casefold().split(), name.casefold().split()
    return 0 < len(parts) < len(words) <= NAME and set(parts) <= set(words)


def _of_numbers(words: str, krs: Sequence[KrState]) -> list[KrState] | None:
    """Those of KR-1 O-2, where nothing else is named. A bare number is a KR's, where there is one;
    else a word like others.
    """
    if asked := numbered(words):
        of = asked.objectives
        return [kr for kr in krs if kr.number in asked.krs or kr.objective_number in of]
    bare = objective_number(words, bare=True)
    return [kr for kr in krs if kr.number == bare] or None


def _lacking(asked: Numbered, krs: Sequence[KrState]) -> Numbered:
    return asked.without({kr.number for kr in krs}, {kr.objective_number for kr in krs})


async def _listed(
    session: AsyncSession, krs: Sequence[KrState], asked: Filter, now: datetime
) -> list[Listed]:
    """With what is only looked up for those that are on the page."""
    numbers = [kr.number for kr in krs]
    shared = await okr_shape.sharing(session, numbers)
    whole = await roll_up(session, krs, now)
    points = await _points(session, numbers) if asked.is_to_do else {}
    return [
        Listed(
            kr=kr,
            shared_with=tuple(name for id_, name in shared[kr.number] if id_ != kr.team_id),
            objective=whole.get(kr.objective_number),
            ahead=_ahead(kr, points.get(kr.number, ()), now) if kr.status in TROUBLE else None,
        )
        for kr in krs
    ]


def _ahead(kr: KrState, points: Sequence[Point], now: datetime) -> Forecast | None:
    return forecast(points, kr.cycle_ends, kr.aim, kr.unit, day_in(kr.team_zone, now))


async def _points(session: AsyncSession, numbers: Sequence[int]) -> Mapping[int, Sequence[Point]]:
    found: dict[int, list[Point]] = {}
    for number, day, value in await okr_listing.steps(session, numbers):
        found.setdefault(number, []).append((day, value))
    return found


async def _names(session: AsyncSession, asked: Filter) -> tuple[str, ...]:
    if asked.team_ids is None:
        return ()
    return tuple(t.name for t in await teams.every_team(session) if t.id in asked.team_ids)
