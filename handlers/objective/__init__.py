"""Objectives and what hangs on them: their life, their place, and every change to either."""
