"""Which team somebody means, setting teams up, and keeping the directory of people."""

from handlers.team.flows.dates import dated
from handlers.team.flows.people import learn
from handlers.team.flows.saving import Saved, draft, draft_of, save
from handlers.team.flows.which import guests_step, is_lead, the_team, who_hears

__all__ = [
    "Saved",
    "dated",
    "draft",
    "draft_of",
    "guests_step",
    "is_lead",
    "learn",
    "save",
    "the_team",
    "who_hears",
]
