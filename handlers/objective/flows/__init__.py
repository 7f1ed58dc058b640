"""What can be done with objectives; nothing here commits or talks to Slack."""

from handlers.objective.flows.carried import start_of_draft
from handlers.objective.flows.closing import ClosedKr, close_kr, may_reopen, reopen_kr
from handlers.objective.flows.drafts import Draft, drafts, proposed_to
from handlers.objective.flows.editing import EditedKr, edit_kr, edit_of, open_kr, seen_kr
from handlers.objective.flows.finding import krs_like, objectives_like
from handlers.objective.flows.following import follow, is_following
from handlers.objective.flows.linking import (
    Edited,
    edit_objective,
    may_support,
    open_objective,
    seen_objective,
)
from handlers.objective.flows.linking import edit_of as objective_edit_of
from handlers.objective.flows.moving import (
    LateError,
    Moved,
    delete,
    may_delete,
    may_move,
    move,
    running_cycle,
)
from handlers.objective.flows.reading import team_names, the_kr
from handlers.objective.flows.rights import actor_to_kr, may_change_kr
from handlers.objective.flows.whole import whole

__all__ = [
    "ClosedKr",
    "Draft",
    "Edited",
    "EditedKr",
    "LateError",
    "Moved",
    "actor_to_kr",
    "close_kr",
    "delete",
    "drafts",
    "edit_kr",
    "edit_objective",
    "edit_of",
    "follow",
    "is_following",
    "krs_like",
    "may_change_kr",
    "may_delete",
    "may_move",
    "may_reopen",
    "may_support",
    "move",
    "objective_edit_of",
    "objectives_like",
    "open_kr",
    "open_objective",
    "proposed_to",
    "reopen_kr",
    "running_cycle",
    "seen_kr",
    "seen_objective",
    "start_of_draft",
    "team_names",
    "the_kr",
    "whole",
]
