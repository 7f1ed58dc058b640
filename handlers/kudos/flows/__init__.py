"""Giving kudos, taking them back, and what was given."""

from handlers.kudos.flows.giving import Thanked, take_back, thank
from handlers.kudos.flows.reacting import Seen, ask_to_look, looked
from handlers.kudos.flows.reading import about_kr, given, received, touching

__all__ = [
    "Seen",
    "Thanked",
    "about_kr",
    "ask_to_look",
    "given",
    "looked",
    "received",
    "take_back",
    "thank",
    "touching",
]
