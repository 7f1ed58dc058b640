"""What people call a verb of ours: mistyped, begun, in Chinese, by another word."""

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

HELP: Final = "help"
ALIKE: Final = 0.85  # of 1: what is less alike was not meant
_IN_CHINESE: Final = MappingProxyType(
    {
        **dict.fromkeys(("更新", "更新进度", "更新進度", "记录", "記錄", "跟新"), "update"),
        **dict.fromkeys(("撤回", "撤销", "撤銷"), "withdraw"),
        **dict.fromkeys(("我的", "我的关键结果", "我的關鍵結果", "我的目标", "我的目標"), "mine"),
        **dict.fromkeys(("列表", "清单", "清單", "列出"), "list"),
        **dict.fromkeys(("树", "樹", "目标树", "目標樹", "树状图", "樹狀圖"), "tree"),
        **dict.fromkeys(("历史", "歷史", "历史记录", "歷史記錄"), "history"),
        **dict.fromkeys(("新建", "新增", "新建目标", "新增目標"), "new"),
        **dict.fromkeys(("查看", "显示", "顯示"), "show"),
        **dict.fromkeys(("编辑", "編輯", "修改"), "edit"),
        "草稿": "drafts",
        **dict.fromkeys(("周期", "週期"), "cycle"),
        **dict.fromkeys(("团队", "團隊"), "team"),
        **dict.fromkeys(("指标", "指標", "读数", "讀數"), "metric"),
        **dict.fromkeys(("投票", "信心"), "vote"),
        **dict.fromkeys(("进度更新", "進度更新", "签到", "簽到"), "checkin"),
        **dict.fromkeys(("跳过", "跳過"), "checkin skip"),
        **dict.fromkeys(("设置", "設定"), "checkin settings"),
        **dict.fromkeys(("报告", "報告", "进度报告", "進度報告"), "checkin report"),
        **dict.fromkeys(("阻碍", "阻礙"), "blockers"),
        **dict.fromkeys(("外出", "请假", "請假", "休假"), "away"),
        **dict.fromkeys(("回来", "回來"), "away back"),
        **dict.fromkeys(("暂停", "暫停"), "pause"),
        **dict.fromkeys(("周报", "週報"), "digest"),
        **dict.fromkeys(("为什么", "為什麼"), "why"),
        **dict.fromkeys(("帮助", "幫助"), HELP),
    }
)
_IN_ENGLISH: Final = MappingProxyType(
    {
        **dict.fromkeys(("record", "set", "log"), "update"),
        **dict.fromkeys(("undo", "revert"), "withdraw"),
        **dict.fromkeys(("add", "create"), "new"),
        **dict.fromkeys(("find", "search"), "list"),
        **dict.fromkeys(("leave", "vacation", "holiday", "pto"), "away"),
    }
)
# What is done by a button below what `/okr show` shows.
BUTTONS: Final = frozenset(
    {
        *("close", "reopen", "delete", "remove", "archive", "begin", "agree"),
        *("follow", "unfollow", "grade", "finish"),
        *("关闭", "關閉", "重新打开", "重新開啟", "删除", "刪除", "开始", "開始", "同意"),
        *("关注", "關注", "取消关注", "取消關注", "评分", "評分"),
    }
)
_THANKS: Final = ("谢谢", "謝謝", "感谢", "感謝", "多谢", "多謝", "表扬", "表揚")
_LONGEST_FIRST: Final = sorted(_IN_CHINESE, key=len, reverse=True)
# A value or a name may touch it: 更新KR-1.
_FIRST: Final = re.compile(r"([^\x00-\x7f]+)(.*)", re.DOTALL)
_LEAD: Final = re.compile(r"(?:我|帮我|幫我|请帮我|請幫我)[要想]?")
_PARTICLES: Final = frozenset("了吧啦呀")
# Who comes back on Friday is away until then: 周五回来.
_COMING: Final = re.compile(
    r"我?[到至在]?(.*(?:[\d周週]|星期|[礼禮]拜|[今明后後][天日]|月底).*?)(?:才|就|再)?回[来來]了?"
)


def meant(line: str, verbs: Iterable[str]) -> str | None:
    """The line with the verb that was probably meant: `更新KR-1 45` -> `update KR-1 45`."""
    first, _, rest = line.partition(" ")
    if first.isascii():
        found = _IN_ENGLISH.get(first.casefold()) or _nearest(first.casefold(), verbs)
    else:
        found = _in_chinese(first)
    return None if found is None else f"{found} {rest}".rstrip()


def thanked(line: str) -> str | None:
    """What stands behind a word of thanks, for which there is a command: 谢谢 @lei 帮忙."""
    return next((line[len(word) :].lstrip() for word in _THANKS if line.startswith(word)), None)


def _in_chinese(typed: str) -> str | None:
    """The verb, and what is written right behind it: 请假到周五 -> away 到周五."""
    if (coming := _COMING.fullmatch(typed)) is not None:
        return f"away 到{coming[1]}"
    for text in (typed, _LEAD.sub("", typed, count=1)):
        for name in _LONGEST_FIRST:
            if text.startswith(name):
                rest = text[len(name) :]
                return _IN_CHINESE[name] if rest in _PARTICLES else f"{_IN_CHINESE[name]} {rest}"
    return _mistyped(typed)


def _mistyped(typed: str) -> str | None:
    if (run := _FIRST.match(typed)) is None:
        return None
    found = process.extractOne(
        run[1], list(_IN_CHINESE), scorer=OSA.distance, score_cutoff=len(run[1]) // 2
    )
    return f"{_IN_CHINESE[found[0]]} {run[2]}" if found else None


def _nearest(typed: str, verbs: Iterable[str]) -> str | None:
    """The verb that was mistyped, or begun, or typed without its first word: checkin report."""
    names: dict[str, str] = {}
    for verb in (*verbs, HELP):
        names.setdefault(verb.rpartition(" ")[2], verb)
    alike = JaroWinkler.similarity
    found = process.extractOne(typed, list(names), scorer=alike, score_cutoff=ALIKE)
    return names[found[0]] if found else None
