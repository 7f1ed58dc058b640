"""What other code sees of an objective, and what of it or of a KR can be edited."""
