"""The KR that thanks are tagged with: below the reason, or a word in it."""

import time

import pytest

from handlers.kudos import rules
from tests.companies import add_kr, set_up_team
from tests.kudos.test_kudos_command import kudos, shown, told
from tests.trust.deep import on_one_database
from tests.world import World

AT_ONCE = 10  # seconds, on the busiest machine
WORKED = "staying with the customer until it worked"


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        (f"{WORKED} KR-5", WORKED),
        (f"{WORKED} kr5", WORKED),
        (f"{WORKED} #KR-5", WORKED),
        (f"{WORKED}, KR-5", WORKED),
        (f"{WORKED}. KR-5", f"{WORKED}."),
        (f"{WORKED} - KR-5.", WORKED),
        (f"{WORKED} (KR-5)", WORKED),
        (f"{WORKED} [#KR-5]", WORKED),
        ("一直陪着客户直到解决，KR-5", "一直陪着客户直到解决"),
        ("一直陪著客戶（KR-5）。", "一直陪著客戶"),
        ("一直陪着客户 KR-5", "一直陪着客户"),
        (f"{WORKED}: KR-5", WORKED),
        ("teaching all of us to write C# KR-5", "teaching all of us to write C#"),
        ("halving the queue of KR-5", None),
        ("thanks to you we have reached KR-5", None),
        ("all that improved KR-5.", None),
        ("without her no KR-5", None),
        ("all the work on #KR-5", None),
        ("at last rescuing KR-5", None),
        ("你终于完成了 KR-5", None),
        ("谢谢你完成KR-5", None),
        ("the KR-5 that nobody wanted", None),
        ("taking KR-3 and then as well, KR-5", None),  # KR-3 is the tag
        ("help, KR-5", None),  # too little is left
        ("KR-5", None),
        (WORKED, None),
        ("", None),
    ],
)
def test_a_tag_at_the_end_is_no_word_of_the_reason(reason: str, left: str | None) -> None:
    assert rules.untagged(reason) == (reason if left is None else left)


def test_a_reason_of_many_commas_is_looked_at_once() -> None:
    """From each of them on it would take minutes, in which nobody else is answered."""
    began = time.perf_counter()
    for many in (", " * 50_000, "(" * 100_000, "KR-5" * 25_000, "KR-5" + ")" * 100_000):
        assert rules.untagged(f"{WORKED}{many}!?") == f"{WORKED}{many}!?"
    assert time.perf_counter() - began < AT_ONCE


@pytest.mark.parametrize(
    ("language", "below"),
    [("en-US", "For KR-3 “Answer"), ("zh-CN", "关于 KR-3“Answer"), ("zh-TW", "關於 KR-3「Answer")],
)
@on_one_database
async def test_a_tag_is_told_below_the_reason(world: World, language: str, below: str) -> None:
    await add_kr(world, await set_up_team(world, language=language), 3, "Answer in 4 h")
    await kudos(world, f"@ben for {WORKED} KR-3")
    (post,) = shown(world)

    assert f"> {WORKED}'" in post
    assert below in post
    assert "For KR-3 “Answer" in told(world, "ben")[0]
