"""The words of the templates: what each is for, and the titles that it proposes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.kit.units import currency_of
from handlers.okr.rules.templates import TEMPLATES, Template, unit_of

TEMPLATE: Final = "okr.template"  # a button: its value is a template's code

Words = Callable[[Say], Mrkdwn]

# What the template sets out to do, for the list that people choose from.
_PURPOSES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "nps": lambda say: say("Raise NPS from X to Y"),
        "csat": lambda say: say("Raise satisfaction from X to Y of 5"),
        "reviews": lambda say: say("Get Z % more positive reviews"),
        "complaints": lambda say: say("Get Z % fewer negative reviews"),
        "response": lambda say: say("Bring the first response from X down to Y hours"),
        "fcr": lambda say: say("Solve Y % of the cases at first contact, up from X"),
        "value": lambda say: say("Bring the time to first value from X down to Y days"),
        "activation": lambda say: say("Raise activation from X to Y %"),
        "churn": lambda say: say("Bring churn from X down to Y %"),
        "retention": lambda say: say("Raise retention from X to Y %"),
        "clv": lambda say: say("Raise customer lifetime value from X to Y"),
        "referrals": lambda say: say("Win Y % of new customers by referral, up from X"),
        "repurchase": lambda say: say("Have Y % of customers buy again, up from X"),
    }
)
# What one wants to be true, as the objective's title.
_OBJECTIVES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "nps": lambda say: say("Customers tell their friends about us"),
        "csat": lambda say: say("Customers are glad that they asked us"),
        "reviews": lambda say: say("Delighted customers say so in public"),
        "complaints": lambda say: say("What annoyed customers is gone"),
        "response": lambda say: say("Customers get an answer while they still need it"),
        "fcr": lambda say: say("Customers have to ask only once"),
        "value": lambda say: say("New customers see soon why they came"),
        "activation": lambda say: say("New customers get going by themselves"),
        "churn": lambda say: say("Customers have no reason to leave"),
        "retention": lambda say: say("Customers stay because they want to"),
        "clv": lambda say: say("Customers get more out of us every year"),
        "referrals": lambda say: say("Customers bring customers"),
        "repurchase": lambda say: say("Customers come back for more"),
    }
)
# What is measured, as the KR's title.
_MEASURES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "nps": lambda say: say("Net Promoter Score"),
        "csat": lambda say: say("Customer satisfaction"),
        "reviews": lambda say: say("Positive reviews a month"),
        "complaints": lambda say: say("Negative reviews a month"),
        "response": lambda say: say("First response time to customers"),
        "fcr": lambda say: say("Customer cases solved at first contact"),
        "value": lambda say: say("Time to a customer's first value"),
        "activation": lambda say: say("New customers who are activated"),
        "churn": lambda say: say("Customers lost a quarter"),
        "retention": lambda say: say("Customers who stay"),
        "clv": lambda say: say("Customer lifetime value"),
        "referrals": lambda say: say("New customers who came by referral"),
        "repurchase": lambda say: say("Customers who buy again"),
    }
)
# What is counted, where that is a word; % and /5 are written alike everywhere.
_UNITS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "h": lambda say: say("h"),
        "days": lambda say: say("days"),
        "reviews": lambda say: say("reviews"),
    }
)


def templates_message(say: Say) -> Block:
    """All of them, each with the button that opens its form."""
    text = say("What would delight your customers? Begin with one of these.")
    rows = [
        blocks.section(
            say("*{code}* – {purpose}", code=code, purpose=purpose(say, code)),
            accessory=blocks.button(say("Use this"), TEMPLATE, code),
        )
        for code in TEMPLATES
    ]
    foot = say("Or type one: `/okr new from nps`. `/okr new` alone begins with a blank form.")
    return blocks.message(text, [blocks.section(text), *rows, blocks.context(foot)])


def purpose(say: Say, code: str) -> Mrkdwn:
    """What this template sets out to do: Raise NPS from X to Y."""
    return _PURPOSES[code](say)


def objective_title(say: Say, code: str) -> Mrkdwn:
    """The objective that this template proposes."""
    return _OBJECTIVES[code](say)


def measure_title(say: Say, code: str) -> Mrkdwn:
    """The KR that this template proposes."""
    return _MEASURES[code](say)


def measure_unit(say: Say, template: Template) -> str:
    """What that counts, in the words and the currency of whoever fills it in."""
    unit = unit_of(template, currency_of(say.locale))
    return _UNITS[unit](say) if unit in _UNITS else unit
