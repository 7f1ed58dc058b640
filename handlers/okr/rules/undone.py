"""Whether what is said of a step leaves it undone: not done yet, 还没完成, or that it may be.

Only what plainly says otherwise ticks a step: one too few is asked for, and one too many believed.
"""

import re
from typing import Final

from handlers.kit.numbers import folded

_SIMPLE: Final = str.maketrans(
    "沒還來過進開無難結達辦準備應計劃預將馬幾僅單錯斷問題嗎遲擱總爭閉實現這個並暫從時貨決寫畢動啟關議員場談異誤抱見遺",
    "没还来过进开无难结达办准备应计划预将马几仅单错断问题吗迟搁总争闭实现这个并暂从时货决写毕动启关议员场谈异误抱见遗",
)
# What looks like a denial and is none; it is passed over.
_NO_DENIAL: Final = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|bad|badly|least|without|to mention|long|one|a single)"
    r"\b|\b(?:could ?n(?:o|')?t be (?:better|happier)|can(?:no|')?t be undone)\b"
    r"|\b(?:no doubt|why not|if not)\b"
    r"|\bnothing (?:is |was )?(?:left|more|else|missing|open|remains)(?: to (?:be )?\w+)?\b"
    r"|\bnever (?:been |was )?(?:better|easier|faster)\b"
    r"|\bno longer (?:open|pending|missing|outstanding|in progress)\b"
    r"|\b(?:not|\w+n't) (?:open|pending|missing|in progress) any ?(?:more|longer)\b"
    r"|不[仅但只光单止错过久少愧断同]|不得不|不约而同|[没无]有?什?么?任?何?[问毛]题|没什?么?事|未[来免]"
    r"|没想到|没有?多?久|没[几用花][^,]*?(?=[就便])|不到[^,]*?(?=[就便])|没有?[未没](?=完|做|办)"
    r"|[没无]有?人?(?:投诉|抱怨|意见|遗漏|缺席|异议|异常|延误)|毫[不无]|准备(?=好|完|工作|就绪)"
)
_OVER: Final = (
    r"(?:done|finish(?:ed|ing)?|completed?|completion|ready|closed?|shipped|delivered|launched"
    r"|reached|achieved|met|(?:over|through|live)(?!\W+\w))"
)
_MORE: Final = rf"(?:{_OVER}|started?|begun|begin|happen(?:ed)?)"
_ANT: Final = (
    r"(?:is|are|was|were|has|have|had|do|does|did|wo|ca|could|would|should|must|need|ai)n'?t"
)
_DENIED: Final = re.compile(
    rf"\b(?:not|{_ANT}|cannot|never|no longer|hardly|barely|scarcely|nothing|none|nobody|no one"
    r"|neither|yet to|fail(?:ed|s)? to|unable to|far from|nowhere near)\b(?:\W+\w+){0,3}?"
    rf"\W+{_MORE}\b|\bnot (?:\w+ )?yet\b|\b(?:unfinished|undone|incomplete)\b|[❌✗✘]|:x:"
    r"|(?:没|未|不|无法|难以)[^就便]{0,4}?"
    r"(?:完|做|好|成|搞定|结束|达|到位|开始|启动|上线|交付|落实|解决|办|弄|收尾|实现|写)"
    r"|[完做弄办写]成?不[完成了到好]"
)
_MAYBE: Final = re.compile(
    rf"\b(?:will|should|shall|must|might|may|could|would|'ll|to|can) (?:\w+ )?be {_OVER}\b"
    r"|\b(?:almost|nearly|half|mostly|partly|partially|about to|soon|hopefully|maybe|perhaps"
    r"|probably|possibly|supposed|expected|unless|until|before|if|\d\d? ?%|percent)"
    rf"(?:\W+\w+){{0,3}}?\W+{_MORE}\b"
    r"|(?:快要?|即将|将要?|马上就?|差不多|几乎|接近|基本上?|大部分|部分|一半|应该|应当|可能|也许|大概|预计|计划"
    r"|准备|打算|会(?![议员场谈])|(?<![主重需])要(?![求点])|争取|希望|(?<![招接期优])待)"
    r"[^就便]{0,4}?(?:完|做|好|结束|搞定)"
)
# Behind the word that it is done.
_AFTER_ALL: Final = re.compile(
    rf"\b{_OVER} (?:soon|tomorrow|next (?:week|month)|when|once|if|unless)\b"
    rf"|(?:\b{_OVER}|[完做好][成完毕]?了?).*(?:\?|[吗么])\s*$"
    r"|[完做好]成?了?(?:没有?|[一大小]半|部分)"
)
# Right behind the name of a step: how it is as long as it is not done.
_UNDER_WAY: Final = re.compile(
    r"(?:\W|\b(?:it|it's|that|that's|which|step|is|are|was|were|has|have|been|be|just|now|currently|only)\b)*"
    rf"(?:(?:not|{_ANT}|cannot|never|no longer|nope|nothing|none|hardly|barely|still|almost|nearly"
    r"|half|halfway|mostly|partly|partially|soon|tomorrow|next (?:week|month)|later|in progress"
    r"|in the works|ongoing|open|pending|started|begun|under ?way|todo|to do|to be|wip|working on"
    r"|waiting|blocked|stuck|delayed|postponed|on hold|paused|cancell?ed|dropped|failed|missing"
    r"|planned|scheduled|tbd|yet to|needs?|remains|remaining|stalled|overdue)\b|\d\d? ?%|no$|\?$"
    r"|[还仍目前现在都也并一直]*(?:没有?[呢了]?$|[还尚暂仍并][没未]|还[不差剩缺]|[未不否]$|[没未]开"
    r"|进行|正在|[还仍]?在[做办]|[还仍]在|待|刚?开始|推[迟后]|延[期后]|暂停|搁置|取消|卡住|受阻|失败"
    r"|做?了?[一过]半|快[了好完]|即将|差不多$))"
)
_DONE: Final = re.compile(rf"\b{_OVER}\b|完|做好|搞定|结束|达成|办妥|弄好|好了")
_CLAUSES: Final = re.compile(
    r"[,;!、]|[.。](?=\s|$)|\b(?:but|however|though|although|except|and|while)\b"
    r"|但是?|不过|可是|只是|而且?|除了"
)
_OF_ANOTHER: Final = re.compile(r"\s*(?:steps? |步骤 ?|第 ?)?#?\d+(?! ?%)")
_BETWEEN: Final = re.compile(
    r"(?:\s+(?:is|are|was|were|has|have|been|it|still|which|that))+\s*$|[还仍尚并都暂]+$"
)


def says_undone(said: str) -> bool:
    """Whether this, which stands behind a step's name, leaves in doubt that the step is done."""
    first, *others = _CLAUSES.split(_NO_DENIAL.sub(" ", _plain(said)))
    others = [one for one in others if not _OF_ANOTHER.match(one)]
    if _is_open(first) or any(map(_DENIED.search, others)):
        return True
    if _DONE.search(first):
        return False
    is_said = any(map(_DONE.search, others))
    return any(map(_is_open, others)) or (not is_said and _UNDER_WAY.match(first) is not None)


def before_undone(line: str) -> str:
    """What stands before the words that leave it in doubt: a step's name, perhaps; or ""."""
    shown = _NO_DENIAL.sub(lambda mask: " " * len(mask[0]), _plain(line))
    begins = [found.start() for one in (_DENIED, _MAYBE) if (found := one.search(shown))]
    head = line[: min(begins)] if begins else ""
    return _BETWEEN.sub("", head).rstrip(" ,;:，；：–—-")


def _is_open(clause: str) -> bool:
    """Whether it denies that something is done, or says that it will be, or asks."""
    if _DENIED.search(clause) or _AFTER_ALL.search(clause):
        return True
    found = _MAYBE.search(clause)
    return found is not None and not _DONE.search(clause, 0, found.start())


def _plain(text: str) -> str:
    """As long as it was, in small letters, with simple signs and straight apostrophes."""
    small = "".join(char.lower() if len(char.lower()) == 1 else char for char in folded(text))
    return small.replace("’", "'").translate(_SIMPLE)
