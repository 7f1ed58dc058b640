"""What a person reads when something of theirs could not be posted."""

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.outbox.rules import is_person


def _place(target: str) -> Mrkdwn:
    return mention(target) if is_person(target) else channel_link(target)


def not_in_channel(say: Say, target: str, first_words: str) -> Block:
    """It is held until the bot is invited."""
    text = say(
        "I am not in {channel} yet, so “{first_words}” is waiting. Type `/invite @Delight` there"
        " and I will post it at once.",
        channel=_place(target),
        first_words=first_words,
    )
    return blocks.message(text, [blocks.section(text)])


def could_not_post(say: Say, target: str, first_words: str, reason: str) -> Block:
    """Slack refused for good."""
    text = say(
        "I could not post “{first_words}” in {channel}: {reason}. Choose another channel with"
        " `/okr team` there.",
        channel=_place(target),
        first_words=first_words,
        reason=_reason(say, reason),
    )
    return blocks.message(text, [blocks.section(text)])


def not_got_through(say: Say, target: str, first_words: str, code: str) -> Block:
    """Something on the way to Slack kept it out for days, or swallowed what Slack answered."""
    text = say(
        "I could not get “{first_words}” through to {channel}: Slack could not be reached with it"
        " for three days ({code}), and I have stopped trying. If it is not there and still matters,"
        " write it yourself, and tell whoever runs Delight.",
        channel=_place(target),
        first_words=first_words,
        code=code,
    )
    return blocks.message(text, [blocks.section(text)])


def broken_off(say: Say, target: str, first_words: str) -> Block:
    """Each process that tried to send it ended before it knew what came of that."""
    text = say(
        "I have tried again and again to get “{first_words}” through to {channel}, and broke off"
        " each time, so I have stopped trying. If it is not there and still matters, write it"
        " yourself, and tell whoever runs Delight.",
        channel=_place(target),
        first_words=first_words,
    )
    return blocks.message(text, [blocks.section(text)])


def _reason(say: Say, code: str) -> Mrkdwn:
    known = {
        "is_archived": say("the channel is archived"),
        "restricted_action": say("posting there is restricted"),
    }
    return known.get(code) or say("Slack answered “{code}”", code=code)
