"""When a round's moments lie, who is away, and what a card and a summary hold."""
