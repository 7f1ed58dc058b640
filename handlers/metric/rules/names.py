"""Names of metrics: as they are typed, kept and shown, and those that everybody knows."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from handlers.kit.errors import UserError

LONGEST_KEY: Final = 40
ACRONYMS: Final = frozenset({"nps", "csat", "ces", "clv", "nrr", "aov", "fcr", "mrr", "arr"})
SHARES: Final = frozenset(  # always in %
    {
        *("csat", "fcr", "retention", "churn", "activation"),
        *("negative-review-share", "repurchase-rate", "referral-rate"),
    }
)
# Kinds of NPS, as they are written: one of employees, of a relation, of one transaction.
NPS_KINDS: Final = {"enps": "eNPS", "rnps": "rNPS", "tnps": "tNPS"}
TIMES: Final = frozenset({"first-response", "time-to-first-value"})
# What a metric is called in full: in English, in simplified and in traditional Chinese.
FULL: Final[Mapping[str, Sequence[str]]] = {
    "nps": ("net-promoter-score", "净推荐值", "净推荐分数", "淨推薦值", "淨推薦分數"),
    "csat": (
        *("customer-satisfaction", "customer-satisfaction-score"),
        *("客户满意度", "顾客满意度", "客戶滿意度", "顧客滿意度", "满意度", "滿意度"),
    ),
    "ces": (
        *("customer-effort", "customer-effort-score"),
        *("客户费力度", "客户费力指数", "客戶費力度", "顧客費力度", "客戶費力指數"),
    ),
    "churn": (
        *("churn-rate", "customer-churn", "customer-churn-rate"),
        *("流失率", "客户流失率", "客戶流失率", "顧客流失率"),
    ),
    "retention": (
        *("retention-rate", "customer-retention", "customer-retention-rate"),
        *("留存率", "客户留存率", "客戶留存率", "顧客留存率"),
    ),
    "clv": (
        *("customer-lifetime-value", "lifetime-value", "客户终身价值", "客户生命周期价值"),
        *("客戶終身價值", "顧客終身價值", "客戶生命週期價值"),
    ),
    "first-response": (
        *("first-response-time", "frt", "首次响应", "首次响应时间"),
        *("首次回應", "首次回應時間", "首次回覆時間"),
    ),
    "time-to-first-value": (
        *("time-to-value", "ttfv", "首次价值实现时间", "价值实现时间"),
        *("首次價值實現時間", "價值實現時間"),
    ),
    "fcr": (
        *("first-contact-resolution", "first-contact-resolution-rate", "首次解决率", "一次解决率"),
        *("首次解決率", "一次解決率"),
    ),
    "activation": ("activation-rate", "激活率", "啟用率"),
    "negative-review-share": ("negative-review-rate", "差评率", "差評率", "負評率"),
    "repurchase-rate": ("repurchase", "复购率", "回购率", "複購率", "回購率"),
    "referral-rate": ("转介绍率", "轉介紹率", "轉介率"),
    "nrr": (
        *("net-revenue-retention", "net-revenue-retention-rate"),
        *("净收入留存率", "淨收入留存率", "淨營收留存率"),
    ),
    "aov": ("average-order-value", "客单价", "平均订单价值", "客單價", "平均訂單金額"),
}
_IN_SHORT: Final = {full: key for key, names in FULL.items() for full in names}
KNOWN: Final = ACRONYMS | SHARES | NPS_KINDS.keys() | TIMES | _IN_SHORT.keys()
ALIKE: Final = 0.8  # of 1: what is less alike was not meant
_KEY: Final = re.compile(r"\w+(-\w+)*")


class Named(NamedTuple):
    """A metric by its key, and as it is shown."""

    key: str
    name: str


def key_of(words: Sequence[str]) -> str:
    """`First Response` and `first-response` are one metric."""
    key = "-".join(words).lower()
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise UserError(
            "“{name}” cannot name a metric. Use letters and hyphens, up to {most} in all, as in"
            " `/okr metric first-response 3.5 h`.",
            name=" ".join(words)[:LONGEST_KEY],
            most=LONGEST_KEY,
        )
    return key


def known_as(key: str) -> str:
    """The key of what is well known under this name; any other name is its own."""
    return _IN_SHORT.get(key, key)


def is_nps(key: str) -> bool:
    """`nps`, and `nps-onboarding` too."""
    return "nps" in key.split("-")


def is_kind_of_nps(key: str) -> bool:
    """Of which many know only what it comes to: `enps`; and 净推荐值, where it is a name."""
    names = (key, *key.split("-"))
    return any(name in NPS_KINDS or known_as(name) == "nps" for name in names)


def example_of(key: str) -> str:
    """A reading as one types it behind this name."""
    return "62 21 17" if is_nps(key) else "91"


def meant(key: str) -> str | None:
    """The well-known name that this one has the letters of, in another order: nsp is nps."""
    parts = [_ordered(part) for part in key.split("-")]
    return None if (found := "-".join(parts)) == key else found


def alike(key: str) -> str | None:
    """The well-known name that this one is much like: nps for npss, 客户满意度 for 客户满意."""
    found = get_close_matches(key, sorted(KNOWN - {key}), n=1, cutoff=ALIKE)
    return found[0] if found else None


def _ordered(part: str) -> str:
    letters = sorted(part)
    return next((name for name in sorted(ACRONYMS | SHARES) if sorted(name) == letters), part)


def name_of(key: str) -> str:
    """`first-response` is shown as First response, `nps` as NPS, `enps` as eNPS."""
    first, *more = key.split("-")
    name = _written(first)
    capital = name if first in NPS_KINDS else name[:1].upper() + name[1:]
    return " ".join([capital, *map(_written, more)])


def shown_as(typed: str) -> str:
    """The name of what somebody called so: NPS for 净推荐值; 留存率 is what it is called there."""
    key = known_as(typed)
    return name_of(key if typed.isascii() or key in ACRONYMS else typed)


def _written(part: str) -> str:
    return NPS_KINDS.get(part, part.upper() if part in ACRONYMS else part)
