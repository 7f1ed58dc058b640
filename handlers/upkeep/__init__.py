"""Forgetting what is over, by rule."""
