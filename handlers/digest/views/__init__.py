"""A digest as people read it, and its chart."""
