"""Kudos as people read them."""

from collections.abc import Sequence
from typing import Final

from handlers.kit.blocks import shorten
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.kudos.rules import Given

SHORT: Final = 160  # of a reason in a list


def people(say: Say, ids: Sequence[str]) -> Mrkdwn:
    """Members' names, one after another, in the reader's manner."""
    if len(ids) == 1:
        return mention(ids[0])
    most = Mrkdwn(say(", ").join(mention(id_) for id_ in ids[:-1]))
    return say("{most} and {last}", most=most, last=mention(ids[-1]))


def kudos_line(say: Say, given: Given) -> Mrkdwn:
    """Kudos on one line, for lists such as the digest."""
    reason = shorten(" ".join(given.reason.split()), SHORT)
    return say(
        "🙌 {giver} → {people}: {reason}",
        giver=mention(given.giver),
        people=people(say, given.recipients),
        reason=reason,
    )
