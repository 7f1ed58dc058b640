"""How often anybody is asked for anything, over all features: a ledger and its limits."""
