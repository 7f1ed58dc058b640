"""When things are due: wall times in zones, and claiming what is due."""
