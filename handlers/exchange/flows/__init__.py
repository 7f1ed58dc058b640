"""Reading all objectives for a table, writing what one says, and who changed what."""
