"""A Slack workspace on your own machine: the demo's stage and the tests' only Slack."""
