"""Kudos as people read them."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, escape, mention
from handlers.kudos.rules import Given, kr_in

TAKE_BACK: Final = "kudos.take_back"
SHORT: Final = 160  # of a reason in a list
LONG: Final = 2000


def people(say: Say, ids: Sequence[str]) -> Mrkdwn:
    """Members' names, one after another, in the reader's manner."""
    if len(ids) == 1:
        return mention(ids[0])
    most = Mrkdwn(say(", ").join(mention(id_) for id_ in ids[:-1]))
    return say("{most} and {last}", most=most, last=mention(ids[-1]))


def kudos_line(say: Say, given: Given) -> Mrkdwn:
    """Kudos on one line, for lists such as the digest."""
    reason = blocks.shorten(" ".join(given.reason.split()), SHORT)
    return say(
        "🙌 {giver} → {people}: {reason}",
        giver=mention(given.giver),
        people=people(say, given.recipients),
        reason=reason,
    )


def about_kr(say: Say, given: Sequence[Given]) -> list[Block]:
    """Kudos for work on a KR, for `/okr show`."""
    if not given:
        return []
    lines = Mrkdwn("\n".join(kudos_line(say, g) for g in given))
    return [blocks.section(say("*Kudos*\n{lines}", lines=lines))]


def post(say: Say, given: Given, kr_title: str | None) -> Block:
    """For the team's channel."""
    text = say(
        "🙌 {giver} thanks {people}",
        giver=mention(given.giver),
        people=people(say, given.recipients),
    )
    return _told(say, text, given, kr_title)


def dm(say: Say, given: Given, kr_title: str | None) -> Block:
    """For one who received kudos by command."""
    text = say("🙌 {giver} gave you kudos", giver=mention(given.giver))
    return _told(say, text, given, kr_title)


def dm_reaction(say: Say, given: Given, channel: str, kr_title: str | None) -> Block:
    """For the author of a message that somebody reacted to."""
    text = say(
        "🙌 {giver} gave you kudos for what you wrote in {channel}",
        giver=mention(given.giver),
        channel=channel_link(channel),
    )
    return _told(say, text, given, kr_title)


def _told(say: Say, text: Mrkdwn, given: Given, kr_title: str | None) -> Block:
    quoted = _quoted(given.reason)
    shown = [blocks.section(Mrkdwn(f"*{text}*\n{quoted}"))]
    below = []
    if kr_title is not None:
        below.append(_for(say, given, kr_title))
    if given.permalink:
        label = say("Go to the message")
        below.append(Mrkdwn(f"<{given.permalink}|{label}>"))
    if below:
        shown.append(blocks.context(*below))
    words = blocks.shorten(given.reason, SHORT)
    return blocks.message(say("{what}: {words}", what=text, words=words), shown)


def _for(say: Say, given: Given, kr_title: str) -> Mrkdwn:
    """What they are for; its number, unless that stands in the reason."""
    if kr_in(given.reason) == given.kr_number:
        return say("For “{title}”", title=kr_title)
    return say("For {kr} “{title}”", kr=f"KR-{given.kr_number}", title=kr_title)


def _quoted(reason: str) -> Mrkdwn:
    lines = escape(blocks.shorten(reason, LONG)).splitlines()
    return Mrkdwn("\n".join(f"> {line}" for line in lines))


def thanked(say: Say, given: Given, channel: str | None) -> Block:
    """What the giver reads, and nobody else."""
    names = people(say, given.recipients)
    if channel is None:
        text = say("🙌 {people} will hear it from me in a direct message.", people=names)
    else:
        text = say(
            "🙌 {people} will hear it from me, and it is on its way to {channel}.",
            people=names,
            channel=channel_link(channel),
        )
    undo = blocks.button(say("Take back"), TAKE_BACK, given.id)
    return blocks.message(text, [blocks.section(text, accessory=undo)])


def taken_back(say: Say, given: Given) -> Block:
    """In place of the confirmation."""
    text = say(
        "Taken back: {people} keep nothing of it, and what I posted is deleted.",
        people=people(say, given.recipients),
    )
    return blocks.message(text, [blocks.section(text)])


def problem(text: Mrkdwn) -> Block:
    """Why a reaction has not become kudos."""
    return blocks.message(text, [blocks.section(text)])
