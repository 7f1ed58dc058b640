"""Days that a team, or the whole workspace, has off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.absence.rules import why


@dataclass(frozen=True, slots=True)
class Off:
    """Days, `first` to `last`, both included; without a team they are everybody's."""

    id: str
    team_id: str
    first: date
    last: date
    name: str
    made_by: str = ""

    @property
    def back(self) -> date:
        """The day on which things go on."""
        return self.last + timedelta(days=1)

    @property
    def reason(self) -> str:
        return why.named(why.PAUSE if self.team_id else why.DAY_OFF, self.name)

    def holds(self, team_id: str, day: date) -> bool:
        """Whether this team has this day off."""
        return self.team_id in ("", team_id) and self.first <= day <= self.last


def off_on(offs: Iterable[Off], team_id: str, *days: date) -> Off | None:
    """What a team has off on the first of these days on which it has; its own pause goes first."""
    of_team = [off for off in offs if off.team_id in ("", team_id)]
    ordered = sorted(of_team, key=lambda off: not off.team_id)
    return next((off for day in days for off in ordered if off.holds(team_id, day)), None)
