"""The weekly check-in: rounds open, people are asked, the team reads what moved."""
