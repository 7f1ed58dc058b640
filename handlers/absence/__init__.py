"""Who is not asked for a while: people, teams, and the whole workspace."""
