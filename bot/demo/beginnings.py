"""Tidewater's teams and what they set out for, played over the wire."""

from collections.abc import Iterator
from functools import partial

from bot.demo import acts
from bot.demo.acts import KeyResult
from bot.demo.company import CARE, ONBOARDING, PRODUCT
from bot.demo.scenes import Act, Scene


def beginnings() -> Iterator[Scene]:
    """The first Monday: three teams, their objectives and the company's, which they support."""
    teams = (
        ("maya", "care", "Care", CARE, "en-US"),
        ("hannah", "product", "Product", PRODUCT, "en-US"),
        ("lei", "onboarding", "上线支持 Onboarding", ONBOARDING, "zh-CN"),
    )
    for lead, channel, title, members, language in teams:
        setup = partial(
            acts.set_up_team,
            lead=lead,
            channel=channel,
            title=title,
            members=members,
            language=language,
        )
        yield Scene(-3, "Mon 09:10", setup)
    care = _objective(
        "maya",
        "care",
        "Guests' hosts hear from us fast, and are helped the first time",
        KeyResult("First response time", "11", "4", "h", "maya"),
        KeyResult("Solved at the first contact", "58", "75", "%", "tom"),
        KeyResult("Satisfied after a conversation (CSAT)", "82", "90", "%", "yichun"),
    )
    product = _objective(
        "hannah",
        "product",
        "Hoteliers recommend Tidewater to their friends",
        KeyResult("Raise NPS", "31", "45", "", "hannah"),
        KeyResult("Bookings lost at checkout", "4.2", "1.5", "%", "jonas"),
        KeyResult("Hotels that came by recommendation", "12", "30", "", "aroha"),
    )
    onboarding = _objective(
        "lei",
        "onboarding",
        "新酒店第一周就收到第一笔订单",
        KeyResult("首单时间（time to first value）", "14", "6", "天", "lei"),
        KeyResult("第一周内上线的酒店", "46", "65", "%", "jing"),
        KeyResult("Hotels live in Brazil", "8", "20", "", "sofia"),
    )
    company = _objective(
        "hannah",
        "product",
        "Small hotels would not run without us",
        KeyResult(
            "Hotels that are still with us after a year", "92", "", "%", "hannah", is_kept=True
        ),
        is_companys=True,
    )
    for minute, act in ((20, care), (30, product), (40, onboarding), (50, company)):
        yield Scene(-3, f"Mon 09:{minute}", act)
    for objective, (lead, channel, *_) in enumerate(teams, start=1):
        link = partial(acts.align, lead=lead, channel=channel, objective=objective, above=4)
        yield Scene(-3, f"Mon 09:5{objective}", link)


def _objective(
    lead: str, channel: str, title: str, *krs: KeyResult, is_companys: bool = False
) -> Act:
    return partial(
        acts.set_objective,
        lead=lead,
        channel=channel,
        title=title,
        krs=krs,
        is_companys=is_companys,
    )


def proposals() -> Iterator[Scene]:
    """What somebody would like the team to do next, and what waits for its lead."""
    wish = _objective(
        "tom",
        "care",
        "Refunds arrive the day they are promised",
        KeyResult("Refunds that arrive within a day", "35", "80", "%", "tom"),
    )
    yield Scene(0, "Mon 11:00", wish)
