"""What is written down of check-ins at one moment, and what must hold of it at every moment."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from handlers.checkin.flows.rounds import cadence_of
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.cadence import Wall
from handlers.schedule.rules import rhythm as rhythms
from handlers.schedule.rules.rhythm import Month, Rhythm, Weeks
from storage.checkin import Checkin, Round
from storage.outbox import Outgoing
from storage.schedule import Occurrence
from storage.team import Member, Team

Key = tuple[str, str, date, str]  # kind, team, day of the round, member
MOVED: Final = away.MOVED.partition("{")[0]


def key_of(row: Occurrence) -> Key:
    return (row.kind, row.team_id, row.day, row.member_id)


@dataclass(frozen=True, slots=True)
class Seen:
    """Occurrences, rounds, who stands how in them, and messages."""

    occurrences: list[Occurrence]
    rounds: list[Round]
    checkins: list[Checkin]
    messages: list[Outgoing]
    teams: dict[str, Team]
    people: dict[str, Member]
    belongs: list[tuple[str, str]]  # team and member

    def of(self, kind: str, state: str | None = None) -> list[Occurrence]:
        """Those of a kind (and state), by team, day and member."""
        found = [o for o in self.occurrences if o.kind == kind and state in (None, o.state)]
        return sorted(found, key=key_of)

    def cards(self, kind: str = cadence.PROMPT) -> Counter[str]:
        """How many cards of a kind each person was sent."""
        start = f"checkin:{kind.removeprefix('checkin.')}:"
        return Counter(m.target for m in self.messages if m.key.startswith(start))

    def summaries(self) -> Counter[str]:
        """How many summaries each channel was sent."""
        posts = (m for m in self.messages if m.key.startswith("checkin:summary:"))
        return Counter(m.target for m in posts if m.kind == "post")

    def outcome(self) -> dict[str, object]:
        """What it all came to, without how often and when it was tried, and without errands."""
        lasting = [o for o in self.occurrences if o.kind in (cadence.OPEN, *cadence.OF_ROUND)]
        planned = {key_of(o): (o.state, o.reason, o.first_due_at) for o in lasting}
        return {
            "planned": planned,
            "rounds": {(r.team_id, r.day): r.closed_at is None for r in self.rounds},
            "left out": {(c.team_id, c.day, c.member_id): c.skip_reason for c in self.checkins},
            "messages": sorted((m.key, m.kind, m.target) for m in self.messages),
        }


class Watch:
    """Looks again and again, and remembers: what has happened stays, and happens once."""

    def __init__(self) -> None:
        self.last: dict[Key, Occurrence] = {}
        self.sent: Counter[Key] = Counter()
        self.messages: set[str] = set()
        self.rhythms: dict[str, set[Rhythm]] = defaultdict(set)  # that each team has had

    def look(self, seen: Seen) -> None:
        """Raises AssertionError with what is wrong."""
        rows = {key_of(o): o for o in seen.occurrences if o.kind in cadence.OF_ROUND}
        self._nothing_is_undone(rows)
        self._each_once(rows)
        self._cards_are_of_prompts(seen)
        for team in seen.teams.values():
            self.rhythms[team.id].add(rhythms.parse(team.checkin_rhythm))
            _rounds_are_apart(seen, team.id, self.rhythms[team.id])
            _the_chain_goes_on(seen, team, self.rhythms[team.id])
        _what_was_left_out_has_a_reason(seen)
        _everybody_is_planned_for(seen)
        _who_is_to_be_asked_is_asked_by_their_wall(seen)
        self.last = rows
        self.messages = {message.key for message in seen.messages}

    def _nothing_is_undone(self, rows: dict[Key, Occurrence]) -> None:
        for key, before in self.last.items():
            if before.state == "done":
                assert key in rows, f"{key} was done and is forgotten"
                assert rows[key].settled_at == before.settled_at, f"{key} was done again"

    def _each_once(self, rows: dict[Key, Occurrence]) -> None:
        for key, row in rows.items():
            if row.state == "done" and (key not in self.last or self.last[key].state != "done"):
                self.sent[key] += 1
                assert self.sent[key] == 1, f"{key} was sent twice"

    def _cards_are_of_prompts(self, seen: Seen) -> None:
        """Each new card comes of something that was settled for that person at that moment."""
        asked = {(o.member_id, o.settled_at) for k in cadence.ASKING for o in seen.of(k, "done")}
        # What is written at one moment is told apart by microseconds, which no clock here shows.
        made = {m.key: m.created_at.replace(microsecond=0) for m in seen.messages}
        cards = {(m.target, made[m.key]) for m in seen.messages if _is_card(m)}
        assert cards == asked, f"cards without a reason, or the other way: {cards ^ asked}"
        assert self.messages <= {message.key for message in seen.messages}


def _is_card(message: Outgoing) -> bool:
    names = tuple(f"checkin:{kind.removeprefix('checkin.')}:" for kind in cadence.ASKING)
    return message.key.startswith(names) and message.kind == "post"


def _rounds_are_apart(seen: Seen, team: str, had: set[Rhythm]) -> None:
    """A team has one round in a period; nobody is asked about two of them in one.

    One that was missed, since the worker was off, asked nobody.
    """
    least = min(map(rhythms.apart, had))
    days: dict[str, list[date]] = defaultdict(list)
    for row in [*seen.of(cadence.OPEN), *seen.of(cadence.PROMPT, "done")]:
        if row.team_id == team and row.state != "skipped":
            days[row.member_id].append(row.day)
    for who, theirs in days.items():
        near = [pair for pair in pairwise(sorted(theirs)) if pair[1] - pair[0] < least]
        assert not near, f"{team} {who}: rounds too close: {near}"


def _the_chain_goes_on(seen: Seen, team: Team, had: set[Rhythm]) -> None:
    """A team has one round that is to open next, on a day of its rhythm, and left none out."""
    opens = {row.day: row for row in seen.of(cadence.OPEN) if row.team_id == team.id}
    (waiting,) = (row.day for row in opens.values() if row.state == "due")
    taken = [day for day, row in opens.items() if row.state != "skipped"]  # off, missed, moved
    assert waiting == max(taken), f"{team.id} goes back"
    made = cadence_of(team)
    assert rhythms.falls_on(made.rhythm, made.weekday, waiting), f"{team.id}: {waiting} is no day"
    most = max(map(longest, had))
    for day, following in pairwise(sorted(opens)):
        told = str(opens[day].reason).startswith(MOVED)
        assert told or following - day <= most, f"{team.id} lost a round after {day}"


def longest(rhythm: Rhythm) -> timedelta:
    """From a round to the next at most, where the rhythm was chosen in between."""
    match rhythm:
        case Weeks(every):
            return timedelta(weeks=every) + rhythms.apart(rhythm)
        case Month():
            return timedelta(weeks=5) + rhythms.apart(rhythm)
        case _:
            return timedelta(weeks=1) + rhythms.apart(rhythm)


def _what_was_left_out_has_a_reason(seen: Seen) -> None:
    for row in seen.occurrences:
        if row.state == "skipped":
            assert row.reason, f"{key_of(row)} was left out without a reason"
            assert row.reason != "failed", f"{key_of(row)} was given up"


def _everybody_is_planned_for(seen: Seen) -> None:
    """In a round that is open there is a prompt for whoever is in the team, or a reason."""
    planned = {(o.team_id, o.day, o.member_id) for o in seen.of(cadence.PROMPT)}
    latest = {round_.team_id: round_ for round_ in seen.rounds}
    for team, member in seen.belongs:
        round_ = latest.get(team)
        if round_ is not None and round_.closed_at is None:
            assert (team, round_.day, member) in planned, f"{member} is forgotten in {round_.day}"


def _who_is_to_be_asked_is_asked_by_their_wall(seen: Seen) -> None:
    """As Slack has told us last where they are, and the team when."""
    there = set(seen.belongs)
    for row in seen.of(cadence.PROMPT, "due"):
        team, person = seen.teams[row.team_id], seen.people[row.member_id]
        if (row.team_id, row.member_id) in there:
            wall = Wall(str(person.zone), person.checkin_time)
            wanted = cadence.prompt(cadence_of(team), row.day, row.member_id, wall)
            assert row.first_due_at == wanted.due_at, f"{key_of(row)} drifts"
