"""What a table of objectives says, line by line, and what it would change."""
