"""The Home tab: what one person has to do, and how their key results and team stand."""
