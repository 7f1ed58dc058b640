"""What a team asks itself in each round beside its key results."""
