"""What teams have, of cycles that run and of those that have just ended."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from handlers.okr.flows.states import LATELY, days, runs, state_of, tally_of
from handlers.okr.rules import KrState
from storage import okr_standing
from storage.db import Query
from storage.okr_standing import Current


class Lately(NamedTuple):
    """KRs of cycles that run, and of those that are over without their result being posted."""

    running: Sequence[KrState]
    over: Sequence[KrState]


def of_teams(team_ids: Collection[str], owner_id: str, now: datetime) -> Query[Lately]:
    """Those of these teams or of this owner, anywhere, and those closed at their target."""
    since = now - LATELY
    found = okr_standing.open_krs(
        *days(since, now), team_ids=team_ids, owned_too=owner_id, closed_too=True
    )
    return found.then(partial(_parted, since, now))


def _parted(since: datetime, now: datetime, rows: Sequence[Current]) -> Lately:
    running: list[KrState] = []
    over: list[KrState] = []
    for whole, last, inside, all_ in rows:
        is_running = runs(whole, now, now)
        if not (is_running or runs(whole, since, now)):
            continue
        kr = state_of(whole, last, tally_of(inside, all_), now)
        if not kr.is_closed or kr.is_reached:
            (running if is_running else over).append(kr)
    return Lately(running, over)
