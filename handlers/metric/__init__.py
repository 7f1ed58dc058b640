"""Readings of NPS, CSAT and what else a team measures, with what chance does to them."""
