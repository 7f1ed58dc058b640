"""Cycles: prepared ahead, closed with a grade and a lesson, and carried on."""
