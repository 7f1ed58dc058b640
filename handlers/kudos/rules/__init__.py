"""Who may thank whom for what, how it is read, and what a reaction comes to."""

from handlers.kudos.rules.given import Given, dm_key, messages, post_key
from handlers.kudos.rules.reaction import (
    EMOJI,
    GIVE_UP,
    LOOK,
    Found,
    Look,
    is_kudos,
    look_of,
    may_become,
)
from handlers.kudos.rules.reading import kr_in, read_thanks
from handlers.kudos.rules.tag import untagged
from handlers.kudos.rules.who import (
    MOST_A_DAY,
    REPEAT,
    No,
    check_day,
    check_quoted,
    check_thanks,
    long_enough,
    no_such_kr,
    refusal,
)

__all__ = [
    "EMOJI",
    "GIVE_UP",
    "LOOK",
    "MOST_A_DAY",
    "REPEAT",
    "Found",
    "Given",
    "Look",
    "No",
    "check_day",
    "check_quoted",
    "check_thanks",
    "dm_key",
    "is_kudos",
    "kr_in",
    "long_enough",
    "look_of",
    "may_become",
    "messages",
    "no_such_kr",
    "post_key",
    "read_thanks",
    "refusal",
    "untagged",
]
