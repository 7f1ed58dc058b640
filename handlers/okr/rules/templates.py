"""Templates of customer delight: what to measure, with blanks for from and to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.kit.errors import UserError
from handlers.okr.rules.checking import Direction, checked
from handlers.okr.rules.kinds import HUNDRED, Aim, Keep, Reach
from handlers.okr.rules.values import read_value

MONEY: Final = "¤"  # a template's unit: the currency of whoever fills it in


class Blank(StrEnum):
    """What a template leaves open."""

    FROM = "from"  # where it stands today
    TO = "to"
    BY = "by"  # how many percent more or fewer


@dataclass(frozen=True, slots=True)
class Guard:
    """A KR that must not suffer meanwhile: faster, and not worse."""

    code: str
    unit: str
    metric: str
    aim: Keep


@dataclass(frozen=True, slots=True)
class Template:
    """One KR with blanks, what may be proposed for them, and the KRs that guard it.

    `code` is what people type and what views find its words by; `metric` the metric that its
    readings come from. `proposed` is for the blank that is not FROM: nobody knows that but they.
    """

    code: str
    unit: str
    direction: Direction
    metric: str
    proposed: Decimal | None = None
    asks: tuple[Blank, Blank] = (Blank.FROM, Blank.TO)
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledKr:
    """A KR as a template makes it; its words are its code's."""

    code: str
    unit: str
    metric: str
    aim: Aim


_UP, _DOWN = Direction.UP, Direction.DOWN
_BY: Final = (Blank.FROM, Blank.BY)
_SATISFIED: Final = Guard("csat", "/5", "csat-score", Keep(low=Decimal(4)))

_ALL: Final = (
    Template("nps", "", _UP, "nps"),
    Template("csat", "/5", _UP, "csat-score", Decimal("4.5")),
    Template("reviews", "reviews", _UP, "positive-reviews", Decimal(20), _BY),
    Template("complaints", "reviews", _DOWN, "negative-reviews", Decimal(30), _BY),
    Template("response", "h", _DOWN, "first-response", guards=(_SATISFIED,)),
    Template("fcr", "%", _UP, "fcr", guards=(_SATISFIED,)),
    Template("value", "days", _DOWN, "time-to-value"),
    Template("activation", "%", _UP, "activation"),
    Template("churn", "%", _DOWN, "churn"),
    Template("retention", "%", _UP, "retention"),
    Template("clv", MONEY, _UP, "clv"),
    Template("referrals", "%", _UP, "referrals"),
    Template("repurchase", "%", _UP, "repurchase"),
)
TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType({t.code: t for t in _ALL})
_ALSO: Final = MappingProxyType(
    {
        "satisfaction": "csat",
        "positive": "reviews",
        "positive-reviews": "reviews",
        "negative": "complaints",
        "negative-reviews": "complaints",
        "bad-reviews": "complaints",
        "first-response": "response",
        "response-time": "response",
        "first-contact": "fcr",
        "first-contact-resolution": "fcr",
        "resolution": "fcr",
        "ttv": "value",
        "time-to-value": "value",
        "time-to-first-value": "value",
        "ltv": "clv",
        "lifetime-value": "clv",
        "referral": "referrals",
        "repeat": "repurchase",
        "净推荐值": "nps",
        "满意度": "csat",
        "好评": "reviews",
        "差评": "complaints",
        "首次响应": "response",
        "激活": "activation",
        "流失": "churn",
        "留存": "retention",
        "推荐": "referrals",
        "复购": "repurchase",
    }
)


def find_template(typed: str) -> Template:
    """The template of this name. UserError lists them all."""
    if (template := template_called(typed)) is not None:
        return template
    raise UserError(
        "There is no template “{typed}”. Choose one of {codes}, as in `/okr new from nps`.",
        typed=typed.strip()[:40],
        codes=list(TEMPLATES),
    )


def template_called(typed: str) -> Template | None:
    """The template of this name, typing errors forgiven."""
    word = "-".join(typed.casefold().replace("_", " ").replace("-", " ").split())
    known = {**{code: code for code in TEMPLATES}, **_ALSO}
    near = get_close_matches(word, known, n=1, cutoff=0.75)
    if word in known:
        return TEMPLATES[known[word]]
    return TEMPLATES[known[near[0]]] if near else None


def unit_of(template: Template, currency: str) -> str:
    """The unit, with the currency of whoever fills it in where money is counted."""
    return currency if template.unit == MONEY else template.unit


def fill(
    template: Template, answers: Mapping[Blank, str], currency: str = "USD"
) -> tuple[FilledKr, ...]:
    """The KRs with their blanks filled as typed: the template's own first, then its guards.

    What is proposed counts for a blank that was left. UserError, with the blank as its field,
    for one that is missing, unreadable, or leads the wrong way.
    """
    unit = unit_of(template, currency)
    start = _answer(template, Blank.FROM, answers, unit)
    if Blank.BY in template.asks:
        target = changed(template, start, _answer(template, Blank.BY, answers, "%"))
    else:
        target = _answer(template, Blank.TO, answers, unit)
    aim = checked(Reach(start, target), unit, template.direction)
    guards = (FilledKr(g.code, g.unit, g.metric, g.aim) for g in template.guards)
    return (FilledKr(template.code, unit, template.metric, aim), *guards)


def _answer(template: Template, blank: Blank, answers: Mapping[Blank, str], unit: str) -> Decimal:
    typed = answers.get(blank, "").strip()
    if not typed and template.proposed is not None and blank is not Blank.FROM:
        return template.proposed
    if not typed:
        raise (
            UserError("Type the number that it stands at today.", field=blank)
            if blank is Blank.FROM
            else UserError("Type the number that you want to reach.", field=blank)
        )
    try:
        return read_value(typed, unit)
    except UserError as error:
        error.field = blank
        raise


def changed(template: Template, start: Decimal, percent: Decimal) -> Decimal:
    """So many percent more or fewer; whole where the start is, because reviews are counted."""
    most = HUNDRED if template.direction is _DOWN else 10 * HUNDRED
    if not 0 < percent <= most:
        raise UserError(
            "Type by how many percent it should change, from 1 to {most}.",
            most=most,
            field=Blank.BY,
        )
    sign = 1 if template.direction is _UP else -1
    changed = start * (1 + sign * percent / HUNDRED)
    if start == start.to_integral_value():
        return changed.to_integral_value(ROUND_HALF_UP)
    return round(changed, 2)
