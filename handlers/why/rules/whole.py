"""All that is told to one reader about one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.nudge.rules import Profile
from handlers.why.rules.clocks import Change, changes
from handlers.why.rules.past import Asked
from handlers.why.rules.soon import Coming


@dataclass(frozen=True, slots=True)
class Whole:
    """`names` are those of the teams; `own`: the reader asks about themselves."""

    person_id: str
    own: bool
    last: Sequence[Asked]
    soon: Sequence[Coming]
    names: Mapping[str, str]
    reminders: Profile

    def clocks(self, zone: str, now: datetime) -> list[list[Change]]:
        """Before each of the next prompts: what the clocks do after the one before it.

        Those of the reader's `zone`, and of the wall by which the prompt is due.
        """
        found, since = [], now
        for one in self.soon:
            zones = {zone, one.zone} - {"UTC"}
            between = [c for name in sorted(zones) for c in changes(name, since, one.at)]
            found.append(sorted(between, key=lambda change: (change.at, change.zone)))
            since = max(since, one.at)
        return found
