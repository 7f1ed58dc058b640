"""Cycles from their settings to their results; nothing here commits or talks to Slack."""
