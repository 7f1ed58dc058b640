"""Planning digests, gathering what they tell, and posting each once."""
