"""What is said of a step: what leaves it undone, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.okr.rules.undone import before_undone, says_undone

UNDONE = """
not done yet | isn't finished | isn’t done | isnt done | NOT DONE | no longer done | not yet | no
never finished | unfinished | incomplete | hasn't been completed | could not be finished | not ready
almost done | nearly finished | half done | 80% done | 50 % | in progress | still open | started
blocked by legal | will be done tomorrow | should be finished by Friday | to be done | done? | ?
done, but not finished testing | yet to finish | failed to finish | far from done | ❌ | :x:
postponed | done soon | hopefully done | not quite there yet | which is not done yet | not open yet
nobody has finished it | was not done on time
未完成 | 还没完成 | 还没 | 尚未 | 尚未完成 | 没做完 | 没有完成 | 没有 | 没 | 未 | 还在做 | 进行中
做了一半 | 完成了一半 | 快完成了 | 差不多完成了
没能完成 | 完成不了 | 做不完 | 无法完成 | 待完成 | 不再完成
没搞定 | 明天完成吗 | 完成了吗 | 完成了没有 | 应该能完成 | 还没开始 | 完成，但还没测试完成 | 推迟了
還沒 | 還沒做完 | 沒做完 | 沒有做完 | 未達成 | 尚未啟動 | 進行中 | 無法完成 | 做完了嗎 | 還沒結束
"""
DONE = """
done | is done | not only done but celebrated | not just finished, also shipped | all of them came
of them were late | no problems | done, 3 not yet | done and 3 not finished
nothing left to be done | not bad | no doubt done | without problems | started late but finished
no longer open | not a single complaint | done, what next? | done before Friday | cannot be undone
done last week, not by me | done in half a day | Nottingham is done | all done, to be ready for May
could not be better | finished before Q4 started | notes are ready
完成 | 已完成 | 做完了 | 不仅完成，还提前了 | 不但做完了而且很好 | 未来再看 | 没问题
没有问题，已完成 | 不错
没想到这么快就完成了 | 不到一周就完成了 | 没有投诉 | 完成，没有遗漏 | 完成了，第3步还没
会议完成了 | 准备好了
没花多少时间就完成了 | 三家不同客户都完成了 | 不僅完成而且很好 | 沒問題，完成了 | 完成，未來再優化
"""


def lines(table: str) -> list[str]:
    return [one.strip() for line in table.strip().split("\n") for one in line.split("|")]


@pytest.mark.parametrize("said", lines(UNDONE))
def test_what_is_denied_put_off_or_asked_leaves_a_step_undone(said: str) -> None:
    assert says_undone(said)


@pytest.mark.parametrize("said", lines(DONE))
def test_what_only_looks_like_a_denial_leaves_nothing_in_doubt(said: str) -> None:
    assert not says_undone(said)


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("the pilot is not done yet", "the pilot"),
        ("the pilot still isn't finished", "the pilot"),
        ("the pilot is almost done", "the pilot"),
        ("试点还没完成", "试点"),
        ("試點尚未做完", "試點"),
        ("not done", ""),
        ("the pilot is not only done but loved", ""),
    ],
)
def test_a_step_is_named_before_the_words_that_leave_it_undone(line: str, head: str) -> None:
    assert before_undone(line) == head


@given(st.text())
def test_the_name_is_a_part_of_the_line(said: str) -> None:
    assert said.startswith(before_undone(said))
