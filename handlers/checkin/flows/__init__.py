"""Rounds, who is asked what, answers, and what a round comes to."""

from handlers.checkin.flows.ahead import rounds_ahead
from handlers.checkin.flows.answering import LATEST_ROUND, note_answer
from handlers.checkin.flows.asking import grouped, prompt, remind
from handlers.checkin.flows.cards import card_named, cards_of, drawn_anew
from handlers.checkin.flows.cards import refresh as refresh_cards
from handlers.checkin.flows.closing import close_round, told_of
from handlers.checkin.flows.coming import is_planned, next_of, next_prompt, off_for, places_of
from handlers.checkin.flows.drafts import Filled, answered_by, filled, forget, keep, save, unsent
from handlers.checkin.flows.due import (
    Whose,
    due_for,
    latest_of,
    not_waited_for,
    owns_any,
    rounds_of,
    waiting,
)
from handlers.checkin.flows.filling import fill
from handlers.checkin.flows.following import follow, shown_too, to_be_asked
from handlers.checkin.flows.missing import to_tell
from handlers.checkin.flows.own_time import next_card, own_time, set_own_time
from handlers.checkin.flows.reminding import foreseen, note_asked
from handlers.checkin.flows.replying import read_replies, reply
from handlers.checkin.flows.rounds import cadence_of, open_round, plan_team
from handlers.checkin.flows.settings import read_country, save_settings, settings_of
from handlers.checkin.flows.skipping import skip, skippable, take_skip_back
from handlers.checkin.flows.snoozing import come_again, put_off
from handlers.checkin.flows.tapping import all_unchanged, tapped
from handlers.checkin.flows.undoing import note_withdrawal
from handlers.checkin.flows.ways import next_begins

__all__ = [
    "LATEST_ROUND",
    "Filled",
    "Whose",
    "all_unchanged",
    "answered_by",
    "cadence_of",
    "card_named",
    "cards_of",
    "close_round",
    "come_again",
    "drawn_anew",
    "due_for",
    "fill",
    "filled",
    "follow",
    "foreseen",
    "forget",
    "grouped",
    "is_planned",
    "keep",
    "latest_of",
    "next_begins",
    "next_card",
    "next_of",
    "next_prompt",
    "not_waited_for",
    "note_answer",
    "note_asked",
    "note_withdrawal",
    "off_for",
    "open_round",
    "own_time",
    "owns_any",
    "places_of",
    "plan_team",
    "prompt",
    "put_off",
    "read_country",
    "read_replies",
    "refresh_cards",
    "remind",
    "reply",
    "rounds_ahead",
    "rounds_of",
    "save",
    "save_settings",
    "set_own_time",
    "settings_of",
    "shown_too",
    "skip",
    "skippable",
    "take_skip_back",
    "tapped",
    "to_be_asked",
    "to_tell",
    "told_of",
    "unsent",
    "waiting",
]
