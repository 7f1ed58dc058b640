"""When a digest is due, what it holds, and the one thing that it asks for."""
