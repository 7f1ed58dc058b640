"""Why somebody was asked when they were, why not, and when they will be."""
