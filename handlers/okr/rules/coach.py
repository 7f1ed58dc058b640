"""The coach: plain hints on a draft, always the same for the same words. They never block."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.kit.dates import days_in
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach

MOST_KRS: Final = 5

_VERBS: Final = (
    "build",
    "complete",
    "create",
    "deliver",
    "deploy",
    "develop",
    "finish",
    "implement",
    "install",
    "introduce",
    "launch",
    "migrate",
    "organise",
    "organize",
    "publish",
    "redesign",
    "refactor",
    "release",
    "roll out",
    "set up",
    "ship",
    "write",
)
_PAST: Final = (
    "built|completed|delivered|deployed|finished|launched|live|published|released|shipped|written"
)
_MEASURED: Final = (
    "cost|costs|count|duration|frequency|quality|rate|satisfaction|score|share|speed|success|time"
)
_DONE_ZH: Final = (
    "上线|上線|发布|發布|發佈|推出|完成|开发|開發|搭建|编写|編寫|撰写|撰寫"
    "|实施|實施|交付|建设|建設|部署"
)
_MEASURED_ZH: Final = "率|时|時|频|頻|速|周期|週期|质量|品質|成本|满意|滿意|数|數|度"
_CUSTOMER_EN: Final = (
    "activat|adopt|advoca|buyer|ces|churn|client|clv|complain|csat|customer|detractor|first contact"
    "|first response|first value|guest|loyal|ltv|nps|onboard|patient|promoter|recommend|referral"
    "|referred|renew|repeat|repurchas|response time|retain|retention|review|satisf|subscriber"
    "|testimonial|ticket|user|wait"
)
_CUSTOMER_ZH: Final = (
    "客户|客戶|顾客|顧客|用户|用戶|使用者|买家|買家|满意|滿意|口碑|评价|評價|评分|評分|好评|好評|差评|差評"
    "|复购|復購|回购|回購|留存|流失|续约|續約|续费|續費|推荐|推薦|投诉|投訴|客诉|客訴|激活|啟用|首次响应|首次回應"
    "|首响|等待"
)


class Advice(StrEnum):
    """What a hint is about."""

    NO_NUMBER = "no_number"
    NO_START = "no_start"
    NO_BAND = "no_band"
    NO_STEPS = "no_steps"
    ONE_STEP = "one_step"
    OUTPUT = "output"
    NO_CUSTOMER = "no_customer"
    TOO_MANY = "too_many"
    MET = "met"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class DraftKr:
    """A KR as it is being written; None is what is still blank. `row` counts from 1.

    `aim` stands where start and target, a band or steps are there; `value` is where it stands
    today, where that is known; `metric` is the customer metric that it is about.
    """

    row: int
    title: str
    unit: str = ""
    start: Decimal | None = None
    target: Decimal | None = None
    aim: Aim | None = None
    value: Decimal | None = None
    due: date | None = None
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice. `row` is the KR that it is about, None the objective as a whole."""

    advice: Advice
    row: int | None = None
    word: str = ""  # what gave it away
    number: Decimal = Decimal(0)  # of KRs, or the value that meets the target
    day: date | None = None


def hints(title: str, krs: Sequence[DraftKr], cycle: Period) -> list[Hint]:
    """What is worth another look: of each KR in turn, then of the whole."""
    found = [hint for kr in krs for hint in _of_kr(kr, cycle)]
    if krs and not any(
        is_customers(text) or kr.metric for kr in krs for text in (kr.title, kr.unit)
    ):
        found.append(Hint(Advice.NO_CUSTOMER, word=title))
    if len(krs) > MOST_KRS:
        found.append(Hint(Advice.TOO_MANY, number=Decimal(len(krs))))
    return found


def _of_kr(kr: DraftKr, cycle: Period) -> Iterable[Hint]:
    if (missing := _missing(kr)) is not None:
        yield Hint(missing, kr.row)
    if word := output_word(kr.title):
        yield Hint(Advice.OUTPUT, kr.row, word=word)
    if (value := _met(kr)) is not None:
        yield Hint(Advice.MET, kr.row, number=value)
    due = _due(kr, cycle)
    if due is not None and not cycle.has(due):
        yield Hint(Advice.OUTSIDE, kr.row, day=due)


def _missing(kr: DraftKr) -> Advice | None:
    """What its kind cannot do without."""
    aim = kr.aim
    if isinstance(aim, Milestones):
        return (Advice.NO_STEPS, Advice.ONE_STEP, None)[min(len(aim.steps), 2)]
    if isinstance(aim, Keep):
        return Advice.NO_BAND if aim == Keep() else None
    if aim is None and kr.target is None:
        return Advice.NO_NUMBER
    return Advice.NO_START if aim is None and kr.start is None else None


def _due(kr: DraftKr, cycle: Period) -> date | None:
    """Its day, or the last one that its title or its steps name."""
    steps = kr.aim.steps if isinstance(kr.aim, Milestones) else ()
    named = [
        day for text in (kr.title, *(s.title for s in steps)) for day in days_in(text, cycle.starts)
    ]
    return kr.due or max(named, default=None)


def _met(kr: DraftKr) -> Decimal | None:
    """The value of today that meets the target; a band is there to be met from the start."""
    if kr.value is None or isinstance(kr.aim, Keep):
        return None
    aim = kr.aim
    if aim is None and kr.start is not None and kr.target is not None and kr.start != kr.target:
        aim = Reach(kr.start, kr.target)
    return kr.value if aim is not None and aim.is_met(kr.value) else None


def output_word(title: str) -> str:
    """The word that names something made, not what it changes; "" for none.

    `Launch the portal` -> Launch; `Release frequency` is a measure, and `Delivery time` too.
    """
    for pattern in _OUTPUTS:
        if found := pattern.search(title.strip()):
            return found["word"]
    return ""


def is_customers(text: str) -> bool:
    """Whether this is measured at customers: their words, or a measure of their delight."""
    return _CUSTOMER.search(text) is not None


def _forms(verb: str) -> str:
    """A verb as titles use it: launch, launches, launched, launching."""
    word, _, rest = verb.partition(" ")
    stem = word.removesuffix("e")
    forms = f"{word}(?:e?s|e?d)?|{stem}(?:ing|ed)|{stem}{stem[-1]}(?:ing|ed)"
    return f"(?:{forms}){' ' + rest if rest else ''}"


_OUTPUTS: Final = (
    re.compile(
        rf"^\W*(?P<word>{'|'.join(map(_forms, _VERBS))})\b(?!\W+(?:{_MEASURED})\b)", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<word>{_PAST})\W*$", re.IGNORECASE),
    re.compile(rf"^\W*(?P<word>{_DONE_ZH})(?!{_MEASURED_ZH})"),
    re.compile(rf"(?P<word>{_DONE_ZH})\W*$"),
)
_CUSTOMER: Final = re.compile(rf"\b(?:{_CUSTOMER_EN})|{_CUSTOMER_ZH}", re.IGNORECASE)
