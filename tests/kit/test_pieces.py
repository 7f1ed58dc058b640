"""Much text in few blocks, and long text in several, without losing a word or half an entity."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.pieces import FULL, cut, sections
from handlers.kit.text import Mrkdwn, escape

TEXTS = st.text(st.sampled_from("ab <&>\n"), max_size=400)


@given(TEXTS, st.integers(20, 60))
def test_a_text_that_is_cut_is_whole_and_fits(text: str, most: int) -> None:
    whole = escape(text.strip())
    parts = list(cut(whole, most))
    assert all(len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(whole.split())
    assert not any(re.search(r"&[a-z]{0,3}$|^[a-z]{0,2};", part) for part in parts[:-1])


@given(st.lists(st.text("ab", min_size=1, max_size=2000), max_size=20))
def test_lines_stand_in_as_few_sections_as_hold_them(lines: list[str]) -> None:
    made = [block["text"]["text"] for block in sections([Mrkdwn(line) for line in lines])]
    assert [line for text in made for line in text.split("\n")] == lines
    assert all(len(text) <= max(FULL, *map(len, lines)) for text in made)
    for first, second in pairwise(made):
        assert len(first) + len(second.split("\n")[0]) >= FULL
