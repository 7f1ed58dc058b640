"""The process: the only floor that knows the environment, the wall clock and the servers."""
