"""What people see of cycles: what runs, what is asked at the end, what came of it."""
