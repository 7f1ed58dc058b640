"""What became of the last prompts, and of the reminders that belong to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.checkin.rules import away, cadence

SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One occurrence: when it was first due and by which wall, and what became of it.

    `at` is when it is due, or was settled; `reason` why it was left out, or held; `dropped` why it
    will be left out when it is due, as far as that is known.
    """

    kind: str
    team_id: str
    day: date
    due: datetime
    zone: str
    state: str
    at: datetime
    reason: str | None = None
    dropped: str | None = None

    @property
    def is_late(self) -> bool:
        return self.state == "done" and cadence.is_late(self.due, self.at)

    @property
    def waits(self) -> bool:
        return self.state == "due"


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of one moment after a prompt, and of which of its teams."""

    told: Told
    team_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One prompt, of all the teams that it asked about, and what followed it.

    `answered` is when the person had answered everything in it, or sent their replies.
    """

    prompt: Told
    team_ids: tuple[str, ...]
    followed: tuple[Followed, ...] = ()
    answered: datetime | None = None
    is_skipped: bool = False  # by the person

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be sent about it, as it stands."""
        return self.is_skipped or self.answered is not None


def last(
    rows: Iterable[Told],
    answered: Mapping[tuple[str, date], datetime],
    skipped: Collection[tuple[str, date]] = (),
    n: int = SHOWN,
) -> list[Asked]:
    """The last n moments at which this person was to be asked, newest first.

    Teams that were asked about together, with the same result, stand together. `answered`: team
    and day of a round -> when; `skipped`: rounds that this person has left out.
    """
    known = list(rows)
    prompts = [row for row in known if _is_told(row)]
    moments = sorted({row.due for row in prompts}, reverse=True)[:n]
    together: dict[tuple[datetime, str, str | None, datetime], list[Told]] = defaultdict(list)
    for row in prompts:
        if row.due in moments:
            together[row.due, row.state, row.reason, row.at].append(row)
    newest = sorted(together.values(), key=lambda group: group[0].due, reverse=True)
    return [_asked(group, known, answered, skipped) for group in newest]


def _is_told(row: Told) -> bool:
    """That a stand-in had nobody to stand in for says nothing, week after week."""
    return row.kind == cadence.PROMPT and not row.waits and row.reason != away.NOT_NEEDED


def _followed(after: Iterable[Told]) -> list[Followed]:
    """In order; what came to the same for several teams stands once."""
    alike: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for row in after:
        alike[row.kind, row.due, row.state, row.at, row.reason, row.dropped].append(row)
    found = [
        Followed(group[0], tuple(sorted(row.team_id for row in group))) for group in alike.values()
    ]
    return sorted(found, key=lambda one: (one.told.due, one.team_ids))


def _asked(
    group: Sequence[Told],
    known: Iterable[Told],
    answered: Mapping[tuple[str, date], datetime],
    skipped: Collection[tuple[str, date]],
) -> Asked:
    rounds = {(row.team_id, row.day) for row in group}
    after = [r for r in known if r.kind != cadence.PROMPT and (r.team_id, r.day) in rounds]
    theirs = [answered[key] for key in rounds if key in answered]
    is_skipped = rounds <= set(skipped)
    return Asked(
        prompt=group[0],
        team_ids=tuple(sorted(row.team_id for row in group)),
        followed=tuple(_followed(after)),
        answered=max(theirs) if len(theirs) == len(rounds) else None,
        is_skipped=is_skipped,
    )
