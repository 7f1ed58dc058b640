"""What turns the direction of a text ends with it; ordinary Hebrew and Arabic stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit import blocks
from handlers.kit.bidi import ended
from handlers.kit.text import Texts, escape

SAY = Texts().say("en-US")
LRE, RLE, PDF, LRO, RLO = "\u202a\u202b\u202c\u202d\u202e"
LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"
TURNING = st.text(alphabet=f"aש \n{LRE}{RLE}{PDF}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Anna {RLO}gpj.exe", "Anna gpj.exe"),
        (f"{RLI}{LRE}a{PDI} b{FSI}", f"{RLI}{LRE}a{PDI} b"),  # an isolate ends what is within
        (f"{LRI}a{PDF}{RLO}b", f"a{PDF}b"),
        (f"{RLE}a\nb{PDF}", f"a\nb{PDF}"),  # each line is one of its own
        (f"{PDI}{PDF}a", f"{PDI}{PDF}a"),  # they end nothing, and turn nothing
    ],
)
def test_what_its_line_does_not_end_is_left_out(text: str, shown: str) -> None:
    assert ended(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "שלום, KR-3 הגיע ל-45% (מתוך 60)!",
        "ارتفع رضا العملاء إلى 4.5/5 \u061c\u200e– Acme\u200f",
        f"מסמך {LRE}C++{PDF} ו-{RLI}{LRO}x{PDF}{PDI}",
        "谢谢 🙌",
    ],
)
def test_what_is_ended_and_what_turns_nothing_stays(text: str) -> None:
    assert ended(text) == text


@given(TURNING, st.integers(min_value=2, max_value=20))
def test_nothing_turns_what_stands_behind_a_text_be_it_cut(text: str, limit: int) -> None:
    for shown in (escape(text), blocks.shorten(escape(text), limit)):
        assert all(_levels(line) == 0 for line in shown.split("\n"))
    assert ended(ended(text)) == ended(text)


def _levels(line: str) -> int:
    """How many embeddings, overrides and isolates are open at the end of a line."""
    begun: list[str] = []
    for character in line:
        if character in (LRE, RLE, LRO, RLO, LRI, RLI, FSI):
            begun.append(PDI if character in (LRI, RLI, FSI) else PDF)
        elif character == PDF and begun[-1:] == [PDF]:
            begun.pop()
        elif character == PDI and PDI in begun:
            del begun[len(begun) - 1 - begun[::-1].index(PDI) :]
    return len(begun)


def test_a_name_turns_no_sentence_of_ours() -> None:
    said = SAY("{who} recorded {what}", who=f"Anna {RLO}", what=f"45{RLO} h")
    assert said == "Anna  recorded 45 h"


def test_a_message_full_of_beginnings_and_of_ends_that_end_none_is_looked_through_once() -> None:
    ends = "\u2069" * 20_000
    assert ended("\u202a" * 20_000 + ends) == ends
