"""Rounds, who is asked what, answers, and what a round comes to."""
