"""Who may ask about whom, and all that there is to tell."""

from handlers.why.flows.rights import teams_to_see
from handlers.why.flows.telling import whole

__all__ = ["teams_to_see", "whole"]
