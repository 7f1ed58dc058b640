"""Rounds, who is asked what, answers, and what a round comes to."""

from handlers.checkin.flows.absence import read_return, set_away
from handlers.checkin.flows.answering import late_lines, note_answer
from handlers.checkin.flows.asking import grouped, prompt, remind
from handlers.checkin.flows.cards import card_named, cards_of, drawn_anew
from handlers.checkin.flows.cards import refresh as refresh_cards
from handlers.checkin.flows.closing import Closed, close_round, summary_of
from handlers.checkin.flows.drafts import Filled, answered_by, filled, forget, keep, save, unsent
from handlers.checkin.flows.due import due_for, next_prompt, owns_any, rounds_of
from handlers.checkin.flows.filling import fill
from handlers.checkin.flows.replying import read_replies, reply
from handlers.checkin.flows.rounds import open_round, plan_team
from handlers.checkin.flows.skipping import skip, take_skip_back
from handlers.checkin.flows.tapping import all_unchanged, tapped
from handlers.checkin.flows.undoing import note_withdrawal

__all__ = [
    "Closed",
    "Filled",
    "all_unchanged",
    "answered_by",
    "card_named",
    "cards_of",
    "close_round",
    "drawn_anew",
    "due_for",
    "fill",
    "filled",
    "forget",
    "grouped",
    "keep",
    "late_lines",
    "next_prompt",
    "note_answer",
    "note_withdrawal",
    "open_round",
    "owns_any",
    "plan_team",
    "prompt",
    "read_replies",
    "read_return",
    "refresh_cards",
    "remind",
    "reply",
    "rounds_of",
    "save",
    "set_away",
    "skip",
    "summary_of",
    "take_skip_back",
    "tapped",
    "unsent",
]
