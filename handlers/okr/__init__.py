"""Objectives and key results: made, shown, updated, rolled up."""
