"""What stands below the summary, a message for each kind; kinds without content are left out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.blocker import views as blocker
from handlers.blocker.rules import Blocker
from handlers.checkin.rules.summary import Spoken, Told
from handlers.checkin.views.lines import late
from handlers.kit import blocks, pieces
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.kudos import views as kudos
from handlers.question import views as question
from handlers.question.rules import Asked, Kind, Promise, Replied
from handlers.quote import views as quote
from handlers.quote.rules import Quote
from handlers.vote import views as vote

# In whose order they are posted; quotes come last.
PARTS: Final = ("1:said", "2:help", "3:kept", "4:kudos", "5:votes")
SAID: Final = 250  # characters of a reply
REPLIES: Final = 30  # of all questions together
MOST: Final = 12  # of other kinds
NAMED: Final = 20  # people behind one choice
QUOTES: Final = 3


def thread(say: Say, told: Told) -> dict[str, Block]:
    """The messages by part, in the order in which they are posted; without the quotes."""
    share = max(3, REPLIES // max(len(told.spoken), 1))
    spoken = without_blockers(told.spoken, told.blockers[:MOST])
    said = [block for one in spoken for block in pieces.sections(_spoken(say, one, share))]
    found = {
        PARTS[0]: (say("What people said"), said),
        PARTS[1]: (say("Still in the way"), _listed(say, helps(say, told.blockers))),
        PARTS[2]: (say("Promised and kept"), _listed(say, promises(say, told.kept))),
        PARTS[3]: (say("Thank you"), _listed(say, [kudos.kudos_line(say, g) for g in told.kudos])),
        PARTS[4]: (say("How sure we are"), _votes(say, told)),
    }
    return {
        part: blocks.message(name, [blocks.section(Mrkdwn(f"*{name}*")), *rows])
        for part, (name, rows) in found.items()
        if rows
    }


def without_blockers(spoken: Sequence[Spoken], blockers: Sequence[Blocker]) -> list[Spoken]:
    """What people said, but for what stands right below as still in their way."""
    below = {(one.question_id, one.member_id, one.text) for one in blockers}
    left = [
        replace(
            one,
            replies=[r for r in one.replies if (one.asked.id, r.member_id, r.text) not in below],
        )
        for one in spoken
    ]
    return [one for one in left if one.replies]


def empty(say: Say) -> Block:
    """In the place of a part of which nothing is left."""
    text = say("What stood here is not so any more.")
    return blocks.message(text, [blocks.context(text)])


def _listed(say: Say, rows: Sequence[Mrkdwn]) -> list[Block]:
    kept, more = list(rows[:MOST]), len(rows) - MOST
    if more > 0:
        kept.append(_rest(say, more))
    return pieces.sections(kept)


def _rest(say: Say, n: int) -> Mrkdwn:
    return say.plural(
        "and {n} more: `/okr checkin report`", "and {n} more: `/okr checkin report`", n
    )


def _spoken(say: Say, one: Spoken, most: int) -> list[Mrkdwn]:
    name = Mrkdwn(f"*{question.words(say, one.asked)}*")
    if one.asked.kind is not Kind.TEXT:
        return [name, *chosen(say, one)]
    rows = [reply(say, one.asked, r, SAID) for r in one.replies[:most]]
    more = len(one.replies) - most
    return [name, *rows, *([_rest(say, more)] if more > 0 else [])]


def chosen(say: Say, one: Spoken) -> list[Mrkdwn]:
    """Who chose what: a line for each choice that somebody made, in their order."""
    order = {choice: n for n, choice in enumerate(question.choices(one.asked))}
    of: dict[str, list[Replied]] = {}
    for told in sorted(one.replies, key=lambda r: order.get(r.text, len(order))):
        of.setdefault(told.text, []).append(told)
    return [_choice(say, one.asked, text, who) for text, who in of.items()]


def _choice(say: Say, asked: Asked, text: str, who: Sequence[Replied]) -> Mrkdwn:
    shown = [late(say, mention(one.member_id), is_late=one.is_late) for one in who[:NAMED]]
    if len(who) > NAMED:
        shown.append(say.plural("{n} more", "{n} more", len(who) - NAMED))
    words = blocks.shorten(question.reply_words(say, asked, text), SAID)
    return say("• {reply}: {n} ({people})", reply=Mrkdwn(words), n=len(who), people=shown)


def reply(say: Say, asked: Asked, told: Replied, longest: int) -> Mrkdwn:
    """Who said what, on one line."""
    words = " ".join(question.reply_words(say, asked, told.text).split())
    line = say(
        "• {who}: {reply}",
        who=mention(told.member_id),
        reply=Mrkdwn(blocks.shorten(words, longest)),
    )
    return late(say, line, is_late=told.is_late)


def helps(say: Say, found: Sequence[Blocker]) -> list[Mrkdwn]:
    """Who needs help with what, and who helps."""
    return [blocker.line(say, one) for one in found]


def promises(say: Say, found: Sequence[Promise], longest: int = SAID) -> list[Mrkdwn]:
    """What was promised, and in words whether it happened."""
    return [_promise(say, one, longest) for one in found]


def _promise(say: Say, one: Promise, longest: int) -> Mrkdwn:
    mark = say("… not said") if one.kept is None else question.kept_words(say, one.kept)
    text = blocks.shorten(" ".join(one.text.split()), longest)
    return say("• {mark}: {who} – {text}", mark=mark, who=mention(one.member_id), text=text)


def _votes(say: Say, told: Told) -> list[Block]:
    return pieces.sections(vote.lines(say, told.outcomes)) if told.outcomes else []


def quoted(say: Say, one: Quote) -> Block:
    """A customer's words: a message of its own, which goes when they are recalled."""
    text = say("A customer said: {words}", words=blocks.shorten(one.text, quote.SHORT))
    title = say("What a customer told us")
    shown = quote.quote_block(say, one, longest=quote.SHORT)
    return blocks.message(text, [blocks.section(Mrkdwn(f"*{title}*")), shown])
