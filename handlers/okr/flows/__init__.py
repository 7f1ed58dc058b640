"""What can be done with key results; nothing here commits or talks to Slack."""

from handlers.okr.flows.creating import create
from handlers.okr.flows.finding import Meant, find, the_one, understand
from handlers.okr.flows.movements import movements
from handlers.okr.flows.offering import choices, current_cycle, team_choices
from handlers.okr.flows.recording import ConflictError, record, record_all, tell, the_kr
from handlers.okr.flows.rights import may_update, refuse_strangers
from handlers.okr.flows.saving import Saved
from handlers.okr.flows.standing import no_such_kr, standing
from handlers.okr.flows.states import history, key_results, roll_up, said_since
from handlers.okr.flows.stepping import take_steps, with_steps
from handlers.okr.flows.withdrawing import tell_withdrawal, withdraw, withdrawable

__all__ = [
    "ConflictError",
    "Meant",
    "Saved",
    "choices",
    "create",
    "current_cycle",
    "find",
    "history",
    "key_results",
    "may_update",
    "movements",
    "no_such_kr",
    "record",
    "record_all",
    "refuse_strangers",
    "roll_up",
    "said_since",
    "standing",
    "take_steps",
    "team_choices",
    "tell",
    "tell_withdrawal",
    "the_kr",
    "the_one",
    "understand",
    "with_steps",
    "withdraw",
    "withdrawable",
]
