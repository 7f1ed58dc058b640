"""The weekly post of a team: what moved, what needs help, whom to thank, what customers said."""
