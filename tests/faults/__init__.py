"""A campaign of faults: much traffic, bad weather, and afterwards a count of what came of it."""
