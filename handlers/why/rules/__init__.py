"""What became of prompts, what comes next, and what the clocks do meanwhile."""

from handlers.why.rules.clocks import Change, changes
from handlers.why.rules.past import Asked, Followed, Told, last
from handlers.why.rules.soon import Coming, merged
from handlers.why.rules.whole import Whole

__all__ = ["Asked", "Change", "Coming", "Followed", "Told", "Whole", "changes", "last", "merged"]
