"""How many answered in a round: one count for its report, its lead and the digest."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from handlers.checkin.rules import away

Reasons = Mapping[str, str | None]  # member -> why they were left out of the round, if they were


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of those who were asked answered; who was not there is said beside it."""

    asked: int
    answered: int
    away: int
    holiday: int
    paused: int  # their team, or everybody, had the day off
    skipped: int


def speakers(
    answers: Iterable[tuple[str, Collection[str]]], replied: Iterable[str], reasons: Reasons
) -> set[str]:
    """Who is heard in a round: owners in what was said of theirs, and who replied to questions.

    `answers` are the owners and authors of each. An answer is its owner's, whoever typed it, a
    stand-in too; but who has left the round out themselves is heard in their own words only.
    """
    heard = {
        owner
        for owner, authors in answers
        if owner in authors or reasons.get(owner) != away.SKIPPED
    }
    return heard | set(replied)


def counted(people: AbstractSet[str], spoke: AbstractSet[str], reasons: Reasons) -> Counted:
    """Of a team's own people: whoever stands in from elsewhere is none of them.

    Whoever spoke was there, whatever was expected of them.
    """
    silent = {who: reasons[who] for who in people - spoke if is_out(reasons.get(who))}
    kinds = Counter(away.kind_of(reason or "") for reason in silent.values())
    holiday, skipped = kinds[away.HOLIDAY], kinds[away.SKIPPED]
    paused = sum(kinds[kind] for kind in away.OF_TEAM)
    return Counted(
        asked=len(people) - len(silent),
        answered=len(people & spoke),
        away=len(silent) - holiday - paused - skipped,
        holiday=holiday,
        paused=paused,
        skipped=skipped,
    )


def is_out(reason: str | None) -> bool:
    """Whether somebody is not missed in the round."""
    return away.is_neutral(reason) or reason == away.SKIPPED
