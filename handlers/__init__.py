"""What happens on each input: one folder per feature."""
