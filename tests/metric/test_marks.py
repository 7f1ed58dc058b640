"""Means of marks: “of 5” may be the scale or the answers, and no mark is above its top."""

import pytest

from storage.metric import Reading
from tests.checkin.stage import add_team, all_of
from tests.metric.test_asked import EVERYONE, said, to_copy
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("who", "line", "told", "lines", "shown"),
    [
        (
            "ben",
            "ces 4.5 of 5",
            "can be a mark out of 5, or the mean of 5 answers.",
            ["ces 4.5/5", "ces 4.5 of 5 answers"],
            ["*  4.5/5", "*  4.5/5 (5 answers)"],
        ),
        (
            "ben",
            "ces 9 of 10",
            "can be a mark out of 10",
            ["ces 9/10", "ces 9 of 10 answers"],
            ["*  9/10", "*  9/10 (10 answers)"],
        ),
        (
            "chen",
            "客户费力度 4.5 of 5",
            "可以是满分 5 分的评分",
            ["ces 4.5/5", "ces 4.5 of 5 answers"],
            ["*  4.5/5", "*  4.5/5 (5 answers)"],
        ),
        (
            "ben",
            "rating 6 of 5",
            "6 is no mark out of 5.",
            ["rating 6 of 5 answers"],
            ["Shall I make it"],
        ),
        (
            "ben",
            "csat 4.5 of 5",
            "If it is a mean of marks, give it another name",
            ["csat 4.5 % of 5", "rating 4.5/5"],
            ["*  4.5 % ± 24 (5 answers)", "Shall I make it"],
        ),
    ],
)
@on_one_database
async def test_a_number_of_answers_that_may_be_a_scale_is_asked_about(
    world: World, who: str, line: str, told: str, lines: list[str], shown: list[str]
) -> None:
    await add_team(world, EVERYONE)
    asked = await said(world, who, line)

    assert told in asked
    assert to_copy(asked) == lines
    assert await all_of(world, Reading) == []
    for copied, value in zip(lines, shown, strict=True):
        answer = await said(world, "ben", copied)
        assert value in answer


@pytest.mark.parametrize("line", ["ces 12 of 5", "ces 11", "ces 6/5", "rating 6/5 of 40"])
@on_one_database
async def test_a_mark_above_its_top_is_refused(world: World, line: str) -> None:
    await add_team(world, EVERYONE)

    assert "is a mean of marks, and none of them is above" in await said(world, "ben", line)
    assert await all_of(world, Reading) == []


@on_one_database
async def test_what_is_kept_on_a_scale_takes_no_mark_above_it(world: World) -> None:
    await add_team(world, EVERYONE)
    await said(world, "ben", "ces 4.5/5")

    for line in ("ces 6 of 240", "ces 6 of 7 answers", "ces 6"):
        told = await said(world, "ben", line)
        assert "none of them is above 5. Please check 6." in told
    assert len(await all_of(world, Reading)) == 1
    assert "*CES*  4.2/5" in await said(world, "ben", "ces 4.2 of 240")
