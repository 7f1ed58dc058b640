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
        **dict.fromkeys(("我的", "我的关键结果", "我的關鍵結果"), "mine"),
        **dict.fromkeys(("列表", "清单", "清單", "列出"), "list"),
        **dict.fromkeys(("树", "樹", "目标树", "目標樹"), "tree"),
        **dict.fromkeys(("历史", "歷史"), "history"),
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
# A value or a name may touch it: 更新KR-1.
_FIRST: Final = re.compile(r"([^\x00-\x7f]+)(.*)", re.DOTALL)


def meant(line: str, verbs: Iterable[str]) -> str | None:
    """The line with the verb that was probably meant: `更新KR-1 45` -> `update KR-1 45`."""
    first, _, rest = line.partition(" ")
    if (chinese := _FIRST.match(first)) is not None:
        name = process.extractOne(
            chinese[1], list(_IN_CHINESE), scorer=OSA.distance, score_cutoff=len(chinese[1]) // 2
        )
        verb, rest = _IN_CHINESE[name[0]] if name else None, f"{chinese[2]} {rest}".strip()
    else:
        verb = _IN_ENGLISH.get(first.casefold()) or _nearest(first.casefold(), verbs)
    return None if verb is None else f"{verb} {rest}".rstrip()


def _nearest(typed: str, verbs: Iterable[str]) -> str | None:
    """The verb that was mistyped, or begun, or typed without its first word: checkin report."""
    names: dict[str, str] = {}
    for verb in (*verbs, HELP):
        names.setdefault(verb.rpartition(" ")[2], verb)
    alike = JaroWinkler.similarity
    found = process.extractOne(typed, list(names), scorer=alike, score_cutoff=ALIKE)
    return names[found[0]] if found else None
