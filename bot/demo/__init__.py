"""The demo: a small company, three weeks of its life, and a week that plays itself."""
