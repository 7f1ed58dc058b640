"""Trying to break the schedule: every clock, every step, every order in which things happen."""
