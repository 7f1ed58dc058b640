"""What readings say, and how people type them."""
