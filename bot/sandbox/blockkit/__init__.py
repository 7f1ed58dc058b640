"""Slack's rules for blocks, checked as strictly as Slack does."""

from bot.sandbox.blockkit.problems import Problem
from bot.sandbox.blockkit.surfaces import message_problems, view_problems

__all__ = ["Problem", "message_problems", "view_problems"]
