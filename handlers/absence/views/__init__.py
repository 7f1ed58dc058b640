"""What people read of absences and pauses."""

from handlers.absence.views.leaving import away, back, by_status_words, leave_words, standing
from handlers.absence.views.pausing import (
    TAKE_BACK,
    named_days,
    of_everybody,
    over_told,
    paused,
    planned,
    taken_back,
    told,
)
from handlers.absence.views.standing_in import (
    no_longer,
    stand_in_leaves,
    stands_in,
    stands_in_again,
    stands_in_changed,
    stood_in,
)
from handlers.absence.views.why import why_words

__all__ = [
    "TAKE_BACK",
    "away",
    "back",
    "by_status_words",
    "leave_words",
    "named_days",
    "no_longer",
    "of_everybody",
    "over_told",
    "paused",
    "planned",
    "stand_in_leaves",
    "standing",
    "stands_in",
    "stands_in_again",
    "stands_in_changed",
    "stood_in",
    "taken_back",
    "told",
    "why_words",
]
