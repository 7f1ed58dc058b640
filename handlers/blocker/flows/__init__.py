"""Asking for help, helping, closing, and what is still in the way."""

from handlers.blocker.flows.asking import ask_for_help
from handlers.blocker.flows.finding import (
    hearers,
    open_in,
    open_of,
    places,
)
from handlers.blocker.flows.helping import closable, close, help_with, say_still

__all__ = [
    "ask_for_help",
    "closable",
    "close",
    "hearers",
    "help_with",
    "open_in",
    "open_of",
    "places",
    "say_still",
]
