"""Everything sent goes through here: kept until delivered, in order, within Slack's pace."""
