"""Members, teams and who belongs to which."""

from storage.team.belonging import (
    first_here,
    leads_of,
    leave_out,
    members_of,
    set_members,
    teams_with,
)
from storage.team.people import (
    Profile,
    have_left,
    last_planned,
    members,
    own_profile,
    profiles,
    remember,
)
from storage.team.rows import Member, Team, TeamMember
from storage.team.teams import (
    Place,
    by_name,
    every_team,
    home_of,
    lock,
    names,
    places_of,
    team,
    team_of_channel,
    teams_of,
)

__all__ = [
    "Member",
    "Place",
    "Profile",
    "Team",
    "TeamMember",
    "by_name",
    "every_team",
    "first_here",
    "have_left",
    "home_of",
    "last_planned",
    "leads_of",
    "leave_out",
    "lock",
    "members",
    "members_of",
    "names",
    "own_profile",
    "places_of",
    "profiles",
    "remember",
    "set_members",
    "team",
    "team_of_channel",
    "teams_of",
    "teams_with",
]
