"""Slack's text read back as people see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.text import escape


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("<@U1> and <@U2|ben>", "@Anna and @ben"),
        ("<@U9>", "@U9"),
        ("in <#C1|care> and <#C2>", "in #care and #…"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@care> <!subteam^S2>", "@care @subteam"),
        ("<!date^1392734382^{date}|yesterday>", "yesterday"),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2"),
        ("<https://a.example|our page>", "our page (https://a.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ("&amp;lt;", "&lt;"),
        ("*bold* _as written_\nnext line ", "*bold* _as written_\nnext line"),
    ],
)
def test_mentions_links_and_entities_are_read_back(sent: str, seen: str) -> None:
    assert readable(sent, {"U1": "Anna"}) == seen


def test_mentions_come_once_and_in_order() -> None:
    assert mentioned("<@U2|ben> <@U1>, <@U2> &lt;@U3&gt; <#C1>") == ["U2", "U1"]


@given(st.text())
def test_what_people_type_comes_back_as_they_typed_it(typed: str) -> None:
    assert readable(escape(typed), {}) == typed.strip()
