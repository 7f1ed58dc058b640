"""What a lead sees of their team's check-ins: whether it takes part, never who does best."""
