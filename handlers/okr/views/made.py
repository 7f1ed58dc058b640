"""What is told of a new objective: to who made it, and to the team."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.okr.rules import Created
from handlers.okr.views.coach import advice
from handlers.okr.views.parts import aim_words, kr_name

MADE: Final = "okr.made"


def made_view(say: Say, made: Created, coached: Sequence[Mrkdwn] = ()) -> Block:
    """What the form turns into: the numbers that people will type, and what the coach says."""
    text = say(
        "*O-{n}* {title} is made, and {channel} hears of it now.",
        n=Mrkdwn(made.number),
        title=made.title,
        channel=channel_link(made.channel),
    )
    example = kr_name(made.krs[0])
    hint = say(
        "Record a first value with `/okr update {kr} …`, or wait for the check-in.", kr=example
    )
    rows = [blocks.section(text), *_made(say, made), blocks.context(hint)]
    if coached:
        rows.append(advice(say("You could sharpen it:"), coached))
    return blocks.modal(MADE, say("Your new objective"), rows, close=say("Done"))


def announcement(say: Say, made: Created, author: str) -> Block:
    """What the team's channel reads."""
    who = mention(author)
    title = say("*O-{n}* {title}", n=Mrkdwn(made.number), title=made.title)
    text = say("New objective for {cycle} by {who}", cycle=made.cycle_id, who=who)
    return blocks.message(
        Mrkdwn(f"{text}: {title}"),
        [blocks.section(Mrkdwn(f"{text}\n{title}")), *_made(say, made)],
    )


def _made(say: Say, made: Created) -> list[Block]:
    return [
        blocks.section(
            say(
                "*{kr}* {title}: {aim}, owned by {who}",
                kr=kr_name(kr),
                title=kr.title,
                aim=aim_words(say, kr.aim, kr.unit),
                who=mention(kr.owner_id),
            )
        )
        for kr in made.krs
    ]
