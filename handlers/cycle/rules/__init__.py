"""When the end of a cycle asks and tells, what stands in it then, and how cycles are named."""
