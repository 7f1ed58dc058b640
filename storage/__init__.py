"""What is remembered: tables and queries, one module per feature."""
