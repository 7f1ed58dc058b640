"""What people see of objectives, and of what is changed in them."""
