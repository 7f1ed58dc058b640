"""Objectives that leave as a table and come back: CSV and JSON, at the command line."""
