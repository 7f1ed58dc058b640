"""Recognition from one member to others: by command and by reaction."""
