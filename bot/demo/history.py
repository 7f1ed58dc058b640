"""Tidewater's last three weeks, played over the wire."""

from collections.abc import Iterator
from typing import Final

from bot.demo import acts
from bot.demo.acts import Answer, Words
from bot.demo.beginnings import beginnings, proposals
from bot.demo.scenes import Scene, answers, is_thanked, quotes, says, types

WEEKS: Final = 3

# Per KR: its owner, and the value, confidence and note of each week before this one.
ANSWERS: Final = {
    1: ("maya", [("10.5", 6, "Rota set up"), ("9", 7, "Evenings covered"), ("7.5", 8, "Macros")]),
    2: ("tom", [("58", 5, ""), ("61", 6, "Refund steps written down"), ("63", 6, "")]),
    3: ("yichun", [("82", 6, ""), ("83", 6, "週末也有人回覆"), ("86", 7, "旅館說回覆變快了")]),
    4: ("hannah", [("31", 6, "Baseline of the autumn survey"), ("34", 6, ""), ("36", 7, "")]),
    5: ("jonas", [("4.2", 6, ""), ("4.3", 4, "Fails on old phones"), ("4.1", 3, "Fix slipped")]),
    6: ("aroha", [("12", 6, ""), ("15", 7, "Two from the Kiwi hosts' evening"), ("19", 7, "")]),
    7: ("lei", [("14", 5, ""), ("12", 6, "导入模板好用"), ("11", 6, "")]),
    8: ("jing", [("46", 6, ""), ("49", 6, ""), ("52", 7, "上线电话改成了视频")]),
    9: ("sofia", [("8", 6, ""), ("10", 6, "Three in Paraty"), ("12", 7, "")]),
    10: ("hannah", [("93", 8, ""), ("91.5", 6, "Two left for price"), ("92.5", 7, "")]),
}  # fmt: skip
# What some of them said beside the numbers, in the last two weeks.
WORDS: Final = {
    ("maya", -2): Words("Nobody waits over night any more", "", "Cover the weekends"),
    ("tom", -2): Words("", "Refunds need three tools", "One page for refunds"),
    ("jonas", -2): Words("", "No old phone to try the card form on", "Get one, and try"),
    ("maya", -1): Words(
        "Hosts write “already?” when we answer", "", "A rota for Sundays", kept="yes"
    ),
    ("tom", -1): Words(
        "The refund page is used by all of us", "", "Try it on a new colleague", kept="yes"
    ),
    ("jonas", -1): Words(
        "",
        "The fix hangs on the payment provider’s answer",
        "Ship the fix",
        needs_help=True,
        kept="partly",
    ),
    ("hannah", -1): Words("Three hosts showed us their calendars", "", "The new calendar for all"),
    ("lei", -1): Words("导入模板让老板少问了一半问题", "", "给模板加上巴西的税率"),
}
# When each person is at it: after their own 10:00, on London's walls.
HOURS: Final = {
    "maya": "Wed 10:08",
    "tom": "Wed 16:20",
    "yichun": "Wed 09:30",
    "hannah": "Wed 09:41",
    "jonas": "Thu 11:15",
    "aroha": "Wed 09:05",
    "lei": "Wed 09:12",
    "jing": "Wed 09:14",
    "sofia": "Wed 13:35",
}


def check_ins() -> Iterator[Scene]:
    """Three weeks of answers."""
    for owner, krs in owned().items():
        for number in range(WEEKS):
            said = (Answer(kr, *ANSWERS[kr][1][number]) for kr in krs)
            words = WORDS.get((owner, number - WEEKS), acts.NOTHING)
            yield answers(number - WEEKS, HOURS[owner], owner, *said, words=words)


def owned() -> dict[str, list[int]]:
    """The numbers of each person's KRs."""
    found: dict[str, list[int]] = {}
    for kr, (owner, _) in ANSWERS.items():
        found.setdefault(owner, []).append(kr)
    return found


def life() -> Iterator[Scene]:
    """Readings, quotes and kudos in between."""
    yield says(
        -3,
        "Mon 09:45",
        "hannah",
        "general",
        "Our goals for the quarter are in: #care, #product and #onboarding each have theirs."
        " Delight asks us once a week, and on Friday each team reads what moved.",
    )
    yield types(-3, "Mon 10:00", "hannah", "/okr metric nps 52 27 21", "product")
    yield types(-3, "Tue 10:00", "maya", "/okr metric csat 82", "care")
    yield quotes(
        -3,
        "Tue 11:00",
        "maya",
        "care",
        text="I wrote at eleven at night and had an"
        " answer before breakfast. That has never happened to me with software.",
        customer="Seaview Inn",
        touchpoint="get help",
        moment="delight",
        consent="approved",
        kr="1",
    )
    yield types(
        -3,
        "Thu 14:00",
        "maya",
        "/kudos @tom for staying on the line until the Grand's calendar was whole again KR-2",
        "care",
    )
    yield is_thanked(
        -2,
        "Tue 09:00",
        "aroha",
        "product",
        "Rode out to the Ōamaru hosts and watched them take a booking. Notes are in the folder.",
        by="hannah",
    )
    yield types(-2, "Tue 10:00", "hannah", "/okr metric nps 56 26 21", "product")
    yield quotes(
        -2,
        "Tue 12:00",
        "jonas",
        "product",
        text="On my old phone the card form jumps"
        " away under my thumb. I lost two bookings on Saturday.",
        customer="Pension Möwe",
        touchpoint="use",
        moment="pain",
        consent="internal",
        kr="5",
    )
    yield quotes(
        -2,
        "Wed 11:00",
        "lei",
        "onboarding",
        text="导入房价只花了十分钟，当天晚上就来了第一笔订单。",
        customer="云上客栈",
        touchpoint="onboard",
        moment="delight",
        consent="approved",
        kr="7",
    )
    yield types(
        -2, "Thu 15:00", "lei", "/kudos @jing 陪云上客栈一步一步导入了全部房价 KR-7", "onboarding"
    )
    yield types(-1, "Mon 10:00", "maya", "/okr metric csat 86", "care")
    yield types(-1, "Tue 10:00", "hannah", "/okr metric nps 58 27 20", "product")
    yield quotes(
        -1,
        "Tue 11:30",
        "yichun",
        "care",
        text="客服記得我上次的問題，不用再解釋一遍。",
        customer="松濤民宿",
        touchpoint="get help",
        moment="delight",
        consent="asked",
        kr="3",
    )
    yield is_thanked(
        -1,
        "Thu 10:00",
        "tom",
        "care",
        "The refund steps are written down: one page, tried on three real cases.",
        by="maya",
    )
    yield types(0, "Mon 10:00", "maya", "/okr metric csat 87", "care")
    yield is_thanked(0, "Tue 09:20", "yichun", "care",
        "松濤民宿的重複扣款處理好了，客人今天早上收到退款。", by="tom")  # fmt: skip


def history() -> list[Scene]:
    """All of it."""
    return [*beginnings(), *check_ins(), *life(), *proposals()]
