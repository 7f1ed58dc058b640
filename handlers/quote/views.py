"""Quotes as people read them, and the form that saves one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link, escape
from handlers.quote import rules
from handlers.quote.rules import Consent, Moment, Quote, Recalled, Touchpoint

SAVE: Final = "quote.save"  # the shortcut and the form that it opens
TEXT: Final = "quote.text"
CUSTOMER: Final = "quote.customer"
TOUCHPOINT: Final = "quote.touchpoint"
MOMENT: Final = "quote.moment"
CONSENT: Final = "quote.consent"
TEAM: Final = rules.TEAM
KR: Final = rules.KR
SHORT: Final = 280  # of a quote in a list
LONG: Final = 2500
CITED: Final = 120  # beside the update that rests on it


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers: teams as (id, name), the likeliest first; KRs as (number, title)."""

    teams: Sequence[tuple[str, str]]
    krs: Sequence[tuple[int, str]]


def quote_block(say: Say, quote: Quote, *, longest: int = LONG) -> Block:
    """One quote; it names the customer only where that is approved."""
    return blocks.section(
        say(
            "{quoted}\n{mark} {who}, {touchpoint} · {number}",
            quoted=_quoted(quote.text, longest),
            mark="💚" if quote.moment is Moment.DELIGHT else "🩹",
            who=quote.named or say("a customer"),
            touchpoint=_while(say, quote.touchpoint),
            number=f"Q-{quote.number}",
        )
    )


def _quoted(text: str, longest: int) -> Mrkdwn:
    """Somebody's words, escaped and set off line by line."""
    lines = escape(blocks.shorten(text, longest)).splitlines()
    return Mrkdwn("\n".join(f"> {line}" for line in lines))


def _while(say: Say, touchpoint: str) -> Mrkdwn:
    """When it was said; a step that we do not know is shown as it was written."""
    known = {
        Touchpoint.DISCOVER: say("while discovering us"),
        Touchpoint.BUY: say("while buying"),
        Touchpoint.ONBOARD: say("while getting started"),
        Touchpoint.USE: say("while using it"),
        Touchpoint.GET_HELP: say("while getting help"),
        Touchpoint.RENEW: say("while renewing"),
    }
    return {str(k): v for k, v in known.items()}.get(touchpoint) or escape(touchpoint)


def about_kr(say: Say, quotes: Sequence[Quote]) -> list[Block]:
    """What customers said about a KR, for `/okr show`."""
    if not quotes:
        return []
    title = blocks.section(say("*What customers said*"))
    return [title, *(quote_block(say, q, longest=SHORT) for q in quotes)]


def cited(say: Say, quote: Quote) -> Mrkdwn:
    """What was said and by whom, in one line."""
    said = blocks.shorten(" ".join(quote.text.split()), CITED)
    return say("“{quote}” – {who}", quote=said, who=quote.named or say("a customer"))


def post(say: Say, quote: Quote) -> Block:
    """The weekly quote in the team's channel."""
    if quote.moment is Moment.DELIGHT:
        title = say("💬 What a customer liked")
    else:
        title = say("💬 Where a customer struggled")
    invite = say(
        "Heard something from a customer? Choose _Save customer quote_ in the message's menu, or"
        " type `/quote`."
    )
    shown = [blocks.section(Mrkdwn(f"*{title}*")), quote_block(say, quote)]
    text = say("{what}: {words}", what=title, words=blocks.shorten(quote.text, SHORT))
    return blocks.message(text, [*shown, blocks.context(invite)])


def form(say: Say, choices: Choices, text: str, metadata: dict[str, Any]) -> Block:
    """What was said, by whom, where on the journey, and what the customer allows."""
    fields = [
        blocks.field(
            say("What did the customer say?"),
            blocks.text_input(TEXT, initial=text, multiline=True, longest=rules.LONGEST),
            block_id=TEXT,
            hint=say("In their own words. Leave out what must not be read by the team."),
        ),
        blocks.field(
            say("Who said it?"),
            blocks.text_input(CUSTOMER, longest=rules.LONGEST_CUSTOMER),
            block_id=CUSTOMER,
            hint=say("The name is shown only if the customer approved it."),
            optional=True,
        ),
        blocks.field(
            say("Where on their way with us?"),
            blocks.select(TOUCHPOINT, _touchpoints(say), placeholder=say("Choose a step")),
            block_id=TOUCHPOINT,
        ),
        blocks.field(
            say("How was it for them?"),
            blocks.radio(MOMENT, _moments(say), initial=Moment.DELIGHT),
            block_id=MOMENT,
        ),
        blocks.field(
            say("May we show it?"),
            blocks.radio(CONSENT, _consents(say), initial=Consent.INTERNAL),
            block_id=CONSENT,
        ),
    ]
    return blocks.modal(
        SAVE,
        say("Customer quote"),
        [*fields, *_optional(say, choices), blocks.context(_when(say))],
        submit=say("Save"),
        close=say("Cancel"),
        metadata=metadata,
    )


def _optional(say: Say, choices: Choices) -> list[Block]:
    """Asked only where there is a choice."""
    shown = []
    if len(choices.teams) > 1:
        options = [blocks.option(name, id_) for id_, name in choices.teams]
        picked = blocks.select(TEAM, options, initial=choices.teams[0][0])
        shown.append(blocks.field(say("For which team?"), picked, block_id=TEAM))
    if choices.krs:
        label = say("Which key result is it about?")
        options = [blocks.option(f"KR-{n} {title}", str(n)) for n, title in choices.krs]
        picked = blocks.select(KR, options, placeholder=say("None in particular"))
        shown.append(blocks.field(label, picked, block_id=KR, optional=True))
    return shown


def _when(say: Say) -> Mrkdwn:
    return say(
        "What may be shown goes to the team's channel: below a check-in's summary, with the"
        " digest, or on {weekday} at {time}.",
        weekday=say.weekday(rules.WEEKDAY),
        time=say.clock(rules.WALL),
    )


def _touchpoints(say: Say) -> list[Block]:
    return [
        blocks.option(say("Discover"), Touchpoint.DISCOVER),
        blocks.option(say("Buy"), Touchpoint.BUY),
        blocks.option(say("Onboard"), Touchpoint.ONBOARD),
        blocks.option(say("Use"), Touchpoint.USE),
        blocks.option(say("Get help"), Touchpoint.GET_HELP),
        blocks.option(say("Renew"), Touchpoint.RENEW),
    ]


def _moments(say: Say) -> list[Block]:
    return [
        blocks.option(say("Delight"), Moment.DELIGHT),
        blocks.option(say("Pain"), Moment.PAIN),
    ]


def _consents(say: Say) -> list[Block]:
    return [
        blocks.option(say("Only among ourselves"), Consent.INTERNAL, say("Shown without name")),
        blocks.option(say("I have asked them"), Consent.ASKED, say("Shown without name so far")),
        blocks.option(say("They approved it"), Consent.APPROVED, say("Shown with their name")),
        blocks.option(say("They said no"), Consent.DECLINED, say("Kept, and never posted")),
    ]


def saved(say: Say, quote: Quote, channel: str) -> Block:
    """For who saved it: what happens next, and how to take it back."""
    number = f"Q-{quote.number}"
    if quote.consent is Consent.DECLINED:
        text = say(
            "Saved as {number}. I will not post it, because the customer said no. Take it back"
            " with `/quote recall {number}`.",
            number=number,
        )
    else:
        text = say(
            "Saved as {number}. I will show it in {channel}, below a check-in's summary, with the"
            " digest or on a Monday, {naming}. Take it back any time with `/quote recall"
            " {number}`.",
            number=number,
            channel=channel_link(channel),
            naming=say("with the customer's name") if quote.named else say("without a name"),
        )
    return blocks.message(text, [blocks.section(text), quote_block(say, quote, longest=SHORT)])


def recalled(say: Say, done: Recalled) -> Block:
    """For who recalled it."""
    number = f"Q-{done.number}"
    if done.copies == 0:
        text = say("{number} is recalled. It had not been posted anywhere.", number=number)
    else:
        text = say.plural(
            "{number} is recalled, and the copy that I posted is being deleted.",
            "{number} is recalled, and the {n} copies that I posted are being deleted.",
            done.copies,
            number=number,
        )
    return blocks.message(text, [blocks.section(text)])
