"""What is said of a value that looks like a slip: to its author how to take it back."""

from decimal import Decimal

from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import KrState, Recorded
from handlers.okr.rules.doubt import looks_like_a_slip
from handlers.okr.views.parts import aim_words, kr_name


def in_doubt(say: Say, recorded: Recorded) -> list[Mrkdwn]:
    """One sentence, or none: whoever meant the value has nothing to do."""
    kr = recorded.kr
    if kr.value is None or not looks_like_a_slip(kr.aim, kr.unit, recorded.before, kr.value):
        return []
    told = say(
        ":warning: {value} is far off for {kr} ({aim}). If it was a slip, take it back with"
        " `/okr withdraw {kr}`.",
        value=say.amount(kr.value, kr.unit),
        kr=kr_name(kr),
        aim=aim_words(say, kr.aim, kr.unit),
    )
    return [told]


def doubted(
    say: Say, change: Mrkdwn, kr: KrState, before: Decimal | None, after: Decimal | None
) -> Mrkdwn:
    """A change as the team reads it, with a word where its value looks like a slip."""
    if after is None or not looks_like_a_slip(kr.aim, kr.unit, before, after):
        return change
    return say("{change}, which may be a slip", change=change)
