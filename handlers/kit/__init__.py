"""What every feature builds with: Block Kit, forms, texts, the clock, the shape of a route."""
