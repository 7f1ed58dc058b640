"""What people type behind `/okr metric`."""

from decimal import Decimal

import pytest

from handlers.kit.errors import UserError
from handlers.kit.text import Say
from handlers.metric.rules import typed
from handlers.metric.rules.figures import Counts
from handlers.metric.rules.typed import Asked, Entry

D = Decimal


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("nps 62 21 17", Entry("nps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("NPS 62, 21, 17", Entry("nps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("nps-onboarding 3/0/1", Entry("nps-onboarding", D(50), sample=4, counts=Counts(3, 0, 1))),
        ("nps ６２ ２１ １７", Entry("nps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("eNPS 62 21 17", Entry("enps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("enps 62/21/17", Entry("enps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("净推荐值 62 21 17", Entry("nps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("enps 45", Entry("enps", D(45))),
        ("enps 41,5", Entry("enps", D("41.5"))),
        ("enps 45 of 100", Entry("enps", D(45), sample=100)),
        ("tnps-hotline 3 0 1", Entry("tnps-hotline", D(50), sample=4, counts=Counts(3, 0, 1))),
        ("csat 91", Entry("csat", D(91), "%")),
        ("CSAT: 91", Entry("csat", D(91), "%")),
        ("csat = 91%", Entry("csat", D(91), "%")),
        ("NPS：62 21 17", Entry("nps", D(45), sample=100, counts=Counts(62, 21, 17))),
        ("csat 0.5 %", Entry("csat", D("0.5"), "%")),
        ("csat 4%", Entry("csat", D(4), "%")),
        ("csat 0", Entry("csat", D(0), "%")),
        ("csat 91% of 240", Entry("csat", D(91), "%", 240)),
        ("csat 91 percent of 240", Entry("csat", D(91), "%", 240)),
        ("first-response 3.5 h", Entry("first-response", D("3.5"), "h")),
        ("First response 3.5h", Entry("first-response", D("3.5"), "h")),
        ("order-value €48.20", Entry("order-value", D("48.20"), "€")),
        ("revenue €12k", Entry("revenue", D(12000), "€")),
        ("revenue $1.5M", Entry("revenue", D(1500000), "$")),
        ("churn 0", Entry("churn", D(0), "%")),
        ("growth -3.5 %", Entry("growth", D("-3.5"), "%")),
        ("首次响应 3 小时", Entry("first-response", D(3), "小时")),
        ("first-response 2 h 30 min", Entry("first-response", D("2.5"), "h")),
        ("first response 2h30m", Entry("first-response", D("2.5"), "h")),
        ("first-response 2h30", Entry("first-response", D("2.5"), "h")),
        ("first-response 7 hours and 20 minutes", Entry("first-response", D("7.333333"), "hours")),
        ("first-response 1 h 7 min 30 s of 240", Entry("first-response", D("1.125"), "h", 240)),
        ("first-response 2 d", Entry("first-response", D(2), "d")),
        ("first-response 2 and a half hours", Entry("first-response", D("2.5"), "hours")),
        ("首次响应 2个小时", Entry("first-response", D(2), "小时")),
        ("首次响应 2个半小时", Entry("first-response", D("2.5"), "小时")),
        ("首次响应 2小时30分", Entry("first-response", D("2.5"), "小时")),
        ("首次响应时间 两个半小时", Entry("first-response", D("2.5"), "小时")),
        ("首次回應時間：兩個鐘頭", Entry("first-response", D(2), "h")),
        ("first-response half an hour", Entry("first-response", D("0.5"), "hour")),
        (
            "First response: two hours and ten minutes of 240",
            Entry("first-response", D("2.166667"), "hours", 240),
        ),
        ("resolution an hour and a half", Entry("resolution", D("1.5"), "hour")),
        ("处理时长 四十五分钟", Entry("处理时长", D(45), "分钟")),
        ("first-response 5h 30", Entry("first-response", D("5.5"), "h")),
        ("first-response 2h30:", Entry("first-response", D("2.5"), "h")),
        ("first-response 5h 30 of 240", Entry("first-response", D("5.5"), "h", 240)),
        ("first-response two hours thirty", Entry("first-response", D("2.5"), "hours")),
        ("首次响应 两小时 30", Entry("first-response", D("2.5"), "小时")),
        ("first-response 5 1/2 h", Entry("first-response", D("5.5"), "h")),
        ("first-response 1/2 h", Entry("first-response", D("0.5"), "h")),
        ("first-response 5½ h", Entry("first-response", D("5.5"), "h")),
        ("order-value €½", Entry("order-value", D("0.5"), "€")),
        ("first-response 2:30 h", Entry("first-response", D("2.5"), "h")),
        ("resolution 2:30min of 9", Entry("resolution", D("2.5"), "min", 9)),
        ("first-response 1:30:00", Entry("first-response", D("1.5"), "h")),
        ("first-response 2 h.", Entry("first-response", D(2), "h")),
        ("handling 5 min per call", Entry("handling", D(5), "min per call")),
        ("处理 5分钟/单", Entry("处理", D(5), "分钟/单")),
        ("订单 3 天猫订单", Entry("订单", D(3), "天猫订单")),  # orders of Tmall, and no days
        ("calls in two hours 12", Entry("calls-in-two-hours", D(12))),
        ("calls per two days 12", Entry("calls-per-two-days", D(12))),
        ("calls a day 12", Entry("calls-a-day", D(12))),
        ("calls per half hour 12", Entry("calls-per-half-hour", D(12))),
    ],
)
def test_readings_are_read(text: str, entry: Entry) -> None:
    assert typed.read(text) == entry


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("  ", ""),
        ("nps", "nps"),
        ("Net Ten", "net-ten"),
        ("one day we win", "one-day-we-win"),
    ],
)
def test_without_a_number_something_is_shown(text: str, key: str) -> None:
    assert typed.read(text) == Asked(key)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("nps sixty 21 17", "“sixty” is not a number"),
        ("NPS sixty", "three numbers"),
        ("csat ninety", "“ninety” is not a number"),
        ("first-response 2 h 3 kg", "takes one number"),
        ("first-response two hours, 30 tickets", "takes one number"),
        ("first-response 两小时十分满意", "can be all of the value"),
        ("csat two hours", "“hours” means here: CSAT is kept in %"),
        ("csat 2:30", "“2:30” is not a number"),
        ("ratio 3:1", "“3:1” is not a number"),
        ("first-response 5⅓ h", "is not a number"),
        ("first-response ⅓", "is not a number"),
        ("reach 1e5", "“1e5” is not a number"),
        ("nps 62 many 17", "“many” is not a number"),
        ("nps 62 21", "three numbers"),
        ("nps 62 21 17 4", "three numbers"),
        ("nps 45", "three numbers"),
        ("淨推薦值 45", "three numbers"),
        ("enps 62 21", "three numbers"),
        ("nps 62 -1 17", "“-1” cannot be how many"),
        ("nps 62 2.5 17", "“2.5” cannot be how many"),
        ("nps 0 0 0", "Nobody has answered"),
        ("nps 99999999999 0 0", "more than I can believe"),
        ("nps 1.234 0 0", "can be read as 1.234 or as 1,234"),
        ("csat 910", "between 0 and 100 %"),
        ("csat -1", "between 0 and 100 %"),
        ("customer satisfaction 910", "CSAT is a share"),
        ("留存率 120", "留存率 is a share"),
        ("reached 101 % of 20", "between 0 and 100 %"),
        ("csat 91 80", "takes one number"),
        ("csat 45.5/50", "I do not know what “/50” means here: CSAT is kept in %"),
        ("csat 5h 75", "CSAT takes one number. Type it like `/okr metric csat 91`"),
        ("csat 91 asked at the fair", "“asked at the fair” means here: CSAT is kept in %"),
        ("revenue €12 from the fair", "“from the fair” means here: Revenue is kept in €"),
        ("csat 91 of 0", "Nobody has answered"),
        ("csat 91 of -3", "cannot be how many"),
        ("first-response " + "9" * 40, "too long a number"),
        ("first-response 3 " + "long" * 10, "too long for a unit"),
        ("62 21 17", "Start with the metric's name"),
        ("<!channel> 3", "cannot name a metric"),
        ("x" * 41 + " 3", "cannot name a metric"),
    ],
)
def test_what_is_wrong_is_told(text: str, part: str, english: Say) -> None:
    with pytest.raises(UserError) as refused:
        typed.read(text)
    assert part in refused.value.told(english)
