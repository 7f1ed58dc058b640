"""What customers said: saved, posted on a schedule, recalled."""
