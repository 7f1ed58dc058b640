"""What is in somebody's way, and who helps."""
