"""What can be done with key results; nothing here commits or talks to Slack."""

from handlers.okr.flows.auditing import changes, note
from handlers.okr.flows.charting import plan_chart
from handlers.okr.flows.chronicle import chronicle, subjects_meant
from handlers.okr.flows.creating import create
from handlers.okr.flows.cycles import OpenCycles, open_for
from handlers.okr.flows.filtering import understand_filter
from handlers.okr.flows.finding import Meant, find, the_one, understand
from handlers.okr.flows.growing import aligned, scopes_meant, tree
from handlers.okr.flows.lately import Lately, of_teams
from handlers.okr.flows.listing import listing
from handlers.okr.flows.movements import as_then, movements, owners_then
from handlers.okr.flows.offering import choices, current_cycle, team_choices
from handlers.okr.flows.recording import ConflictError, record, record_all, tell, the_kr
from handlers.okr.flows.rights import may_update, only_theirs, refuse_strangers
from handlers.okr.flows.saving import OvertakenError, Saved
from handlers.okr.flows.standing import no_such_kr, standing
from handlers.okr.flows.states import (
    history,
    key_results,
    moved_since,
    recent_values,
    roll_up,
    these,
)
from handlers.okr.flows.stepping import take_steps, with_steps
from handlers.okr.flows.withdrawing import tell_withdrawal, withdraw, withdrawable

__all__ = [
    "ConflictError",
    "Lately",
    "Meant",
    "OpenCycles",
    "OvertakenError",
    "Saved",
    "aligned",
    "as_then",
    "changes",
    "choices",
    "chronicle",
    "create",
    "current_cycle",
    "find",
    "history",
    "key_results",
    "listing",
    "may_update",
    "moved_since",
    "movements",
    "no_such_kr",
    "note",
    "of_teams",
    "only_theirs",
    "open_for",
    "owners_then",
    "plan_chart",
    "recent_values",
    "record",
    "record_all",
    "refuse_strangers",
    "roll_up",
    "scopes_meant",
    "standing",
    "subjects_meant",
    "take_steps",
    "team_choices",
    "tell",
    "tell_withdrawal",
    "the_kr",
    "the_one",
    "these",
    "tree",
    "understand",
    "understand_filter",
    "with_steps",
    "withdraw",
    "withdrawable",
]
