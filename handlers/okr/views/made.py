"""What is told of a new objective: to who made it, and to the team."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.okr.rules import Created, KrState
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.life import Level, Stage
from handlers.okr.views.coach import advice
from handlers.okr.views.parts import aim_words, kr_name
from handlers.okr.views.stages import offered

MADE: Final = "okr.made"


def made_view(say: Say, made: Created, coached: Sequence[Mrkdwn] = ()) -> Block:
    """What the form turns into: the numbers that people will type, and what the coach says."""
    rows = [
        blocks.section(_told(say, made)),
        *key_results(say, made),
        blocks.context(_next(say, made)),
    ]
    if coached:
        rows.append(advice(say("You could sharpen it:"), coached))
    return blocks.modal(MADE, say("Your new objective"), rows, close=say("Done"))


def _told(say: Say, made: Created) -> Mrkdwn:
    named = {
        "n": Mrkdwn(made.number),
        "title": made.title,
        "channel": channel_link(made.channel),
    }
    if made.stage is Stage.DRAFT:
        return say("*O-{n}* {title} is kept as a draft, and {channel} can talk about it.", **named)
    if made.stage is Stage.PROPOSED:
        return say("*O-{n}* {title} is proposed in {channel}.", **named)
    return say("*O-{n}* {title} is made, and {channel} hears of it now.", **named)


def _next(say: Say, made: Created) -> Mrkdwn:
    if made.stage is Stage.PROPOSED:
        return say("It counts once a lead of {team} or an admin has agreed.", team=made.team_name)
    if made.stage is Stage.DRAFT:
        return say("It counts for nothing yet. Propose it when it is ready.")
    return say(
        "Record a first value with `/okr update {kr} …`, or wait for the check-in.",
        kr=kr_name(made.krs[0]),
    )


def announcement(say: Say, made: Created, author: str) -> Block:
    """What the team's channel reads; a draft and a proposal are talked about in its thread."""
    text = _headline(say, made, author)
    title = say("*O-{n}* {title}", n=Mrkdwn(made.number), title=made.title)
    about = _about(say, made)
    return blocks.message(
        Mrkdwn(f"{text}: {title}"),
        [
            blocks.section(Mrkdwn(f"{text}\n{title}")),
            *key_results(say, made),
            *([blocks.context(*about)] if about else []),
            *([offered(say, made.number, made.stage)] if made.stage is not Stage.ACTIVE else []),
        ],
    )


def _headline(say: Say, made: Created, author: str) -> Mrkdwn:
    named = {"cycle": made.cycle_id, "who": mention(author)}
    if made.stage is Stage.DRAFT:
        return say("Draft of an objective for {cycle} by {who}", **named)
    if made.stage is Stage.PROPOSED:
        return say("Objective proposed for {cycle} by {who}", **named)
    return say("New objective for {cycle} by {who}", **named)


def _about(say: Say, made: Created) -> list[Mrkdwn]:
    """What else is worth knowing of it, and what to do about it."""
    facts = []
    if made.level is Level.COMPANY:
        facts.append(say("An objective of the whole company"))
    if made.level is Level.PERSONAL:
        facts.append(say("A personal objective"))
    if made.ambition is Ambition.ASPIRATIONAL:
        facts.append(say("Aspirational: 70 % of it would be great"))
    if made.supports is not None:
        facts.append(say("Supports O-{n}", n=Mrkdwn(made.supports)))
    if made.stage in (Stage.DRAFT, Stage.PROPOSED):
        facts.append(say("What do you think? Answer in this thread."))
    return facts


def key_results(say: Say, made: Created) -> list[Block]:
    """Each with what it aims for and whose it is."""
    return [blocks.section(_key_result(say, made, kr)) for kr in made.krs]


def _key_result(say: Say, made: Created, kr: KrState) -> Mrkdwn:
    steps = made.steps.get(kr.number)
    line = say(
        "*{kr}* {title}: {aim}, owned by {who}",
        kr=kr_name(kr),
        title=kr.title,
        aim=aim_words(say, kr.aim, kr.unit) if steps is None else step_count(say, len(steps)),
        who=mention(kr.owner_id),
    )
    if steps is None:
        return line
    listed = [say("{n}. {step}", n=n, step=step.title) for n, step in enumerate(steps, start=1)]
    return Mrkdwn("\n".join([line, *listed]))


def step_count(say: Say, n: int) -> Mrkdwn:
    """What a KR that goes step by step aims for."""
    return say.plural("{n} step", "{n} steps", n)
