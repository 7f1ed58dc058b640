"""How sure a team is of its key results: each votes unseen, all read it together."""
