"""When things are due: moments on people's walls, and how often they come round."""

from handlers.schedule.rules.walls import moment, weekday_from, working_moment

__all__ = ["moment", "weekday_from", "working_moment"]
