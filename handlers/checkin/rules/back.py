"""What comes back from earlier rounds: promises, and what was in the way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from handlers.blocker.rules import Blocker, comes_back
from handlers.checkin.rules.asked import DueRound, Key
from handlers.question.rules import Promise

MOST: Final = 3  # of each in a round: the rest comes up as these are over


@dataclass(frozen=True, slots=True)
class Back:
    """By round: what this person promised before it, and what they raised before it that is still
    open. `ticked`: the questions beside which they ask for help in it, with the words.
    """

    promises: Mapping[Key, Sequence[Promise]] = field(default_factory=dict)
    blockers: Mapping[Key, Sequence[Blocker]] = field(default_factory=dict)
    ticked: Mapping[str, str] = field(default_factory=dict)
    of_krs: Mapping[int, Sequence[Blocker]] = field(default_factory=dict)  # on their own pages

    def of(self, key: Key) -> tuple[Sequence[Promise], Sequence[Blocker]]:
        """What comes back in this round."""
        return self.promises.get(key, ()), self.blockers.get(key, ())


def teams_of_fields(back: Back) -> dict[str, str]:
    """Whose form each field of this belongs to, by its name without the first word."""
    promised = {one.place: key[0] for key, of_it in back.promises.items() for one in of_it}
    raised = {one.id: key[0] for key, of_it in back.blockers.items() for one in of_it}
    on_krs = {one.id: one.team_id for of_it in back.of_krs.values() for one in of_it}
    return promised | raised | on_krs


def of_krs(
    open_: Sequence[Blocker], numbers: Collection[int], days: Mapping[str, date]
) -> dict[int, list[Blocker]]:
    """What is still in the way of these KRs, in the rounds of these days (team -> day)."""
    return {
        number: [
            one
            for one in open_
            if one.kr_number == number and comes_back(one, days.get(one.team_id, one.day))
        ][:MOST]
        for number in numbers
    }


def back_of(
    parts: Sequence[DueRound],
    promised: Mapping[Key, Sequence[Promise]],
    open_: Sequence[Blocker],
) -> Back:
    """What of all this is asked about in these rounds.

    A promise of which they have said what came of it does not come back in a round after that.
    """
    promises, blockers = {}, {}
    ticked: dict[str | None, str] = {}
    for part in parts:
        theirs = [one for one in open_ if one.team_id == part.team_id]
        said = [p for p in promised.get(part.key, ()) if part.replied or p.kept is None]
        promises[part.key] = said[:MOST]
        blockers[part.key] = [one for one in theirs if comes_back(one, part.day)][:MOST]
        ticked |= {one.question_id: one.text for one in theirs if one.day == part.day}
    return Back(promises, blockers, {id_: text for id_, text in ticked.items() if id_})
