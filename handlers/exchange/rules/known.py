"""What a table may name: people, teams and cycles that are here, and what has numbers already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.exchange.rules.cells import Names
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.errors import UserError
from handlers.okr.rules.cycle import Period, Rhythm


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace, as an import finds it. Names and e-mail addresses are casefolded."""

    workspace: str
    people: Mapping[str, str]  # an e-mail address or an id -> the id
    teams: Mapping[str, str]  # a name or a channel -> the id
    today: date
    names: Names = field(default_factory=Names)
    rhythm: Rhythm = Rhythm.QUARTER
    cycles: tuple[Period, ...] = ()
    objectives: Mapping[int, Objective] = field(default_factory=dict)
    krs: Mapping[int, Kr] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)  # a person's first team
    unfit: frozenset[str] = frozenset()  # people who left, bots, and those of other companies
    days: Mapping[str, date] = field(default_factory=dict)  # today, on each team's wall
    bot: str = ""  # our own member id: the author of what nobody is named for
    importer: str = ""  # owns what names no owner
    team: str = ""  # the name of the team of lines that name none

    def person(self, cell: str) -> str:
        """Who is meant. UserError for nobody."""
        member = self.people.get(cell.removeprefix("mailto:").strip("<@>").casefold())
        if member is None and "@" in cell.strip("<@>") and not any("@" in p for p in self.people):
            raise UserError(
                "Slack has told no e-mail addresses; the line above says why. Put that right, as by"
                " setting SLACK_BOT_TOKEN, or write member IDs, like U0ABC."
            )
        if member is None:
            raise UserError(
                "Nobody here is {typed}. Write the e-mail address that stands in their Slack"
                " profile, or their member ID.",
                typed=cell[:60],
            )
        return member

    def one_team(self, cell: str) -> str:
        """Which team is meant. UserError, naming those there are, for none."""
        team = self.teams.get(cell.casefold())
        if not self.teams:
            raise UserError(
                "No team is there yet. Type `/okr team` in the channel that is to be its home."
            )
        if team is None:
            raise UserError(
                "There is no team {typed}. These are there: {teams}.",
                typed=cell[:40],
                teams=sorted(self.names.teams.values()),
            )
        return team
