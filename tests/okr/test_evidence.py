"""What stands behind an update: a status that a person says, why, a link, a customer's words."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr.rules import Status
from handlers.okr.rules.evidence import read_link, read_quote_number
from handlers.okr.views.evidence import weblink
from storage.quote import Quote
from tests.okr.stage import BEN, EVE, Make, words
from tests.okr.test_form import field, opened
from tests.okr.test_update import past, typed
from tests.world import HOME, World


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com/a?b=1&c=2#d", "https://example.com/a?b=1&c=2#d"),
        (" HTTP://example.com ", "HTTP://example.com"),
        ("www.example.com/report", "https://www.example.com/report"),
        ("https://example.com/a|b<c>", "https://example.com/a%7Cb%3Cc%3E"),
        (
            "https://例子.测试/报告",
            "https://%E4%BE%8B%E5%AD%90.%E6%B5%8B%E8%AF%95/%E6%8A%A5%E5%91%8A",
        ),
        ("", ""),
    ],
)
def test_a_web_address_is_kept_as_a_link_that_is_safe(typed: str, kept: str) -> None:
    assert read_link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.com",
        "https://exa mple.com",
        "https://[example.com",
        "our wiki",
        f"https://example.com/{chr(0x202E)}gpj.exe",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_link(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("Q-4", 4), ("q4", 4), ("４", 4), ("#12", 12), ("", None)]
)
def test_a_quote_is_named_by_its_number(typed: str, number: int | None) -> None:
    assert read_quote_number(typed) == number


def test_a_link_shows_where_it_leads_and_cannot_break_out() -> None:
    shown = weblink(read_link("https://example.com/a>b|c&d"))

    assert shown == "<https://example.com/a%3Eb%7Cc&amp;d|example.com/a%3Eb%7Cc&amp;d>"


async def a_quote(world: World, number: int, text: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(
            Quote(
                number=number,
                text=text,
                customer="Nora of Acme",
                touchpoint="use",
                moment="delight",
                consent="internal",
                saved_by=BEN,
                saved_at=world.clock.now(),
            )
        )


async def test_a_status_is_overruled_with_its_reason_and_evidence_and_shown(
    care: World, make: Make
) -> None:
    await make(BEN)
    await a_quote(care, 4, "They answered <before> I asked")
    form = await opened(care, "ben", "/okr update KR-1")
    saved = await care.person("ben").submit(
        form,
        {
            "okr.value.1": "45",
            "okr.status.1": "at_risk",
            "okr.reason.1": "Two people leave & nobody follows",
            "okr.link.1": "wiki.example.com/plan",
            "okr.quote.1": "q-4",
        },
    )
    assert saved.kind == "updated", saved.errors
    shown = words((await typed(care, "ben", "/okr show KR-1")).blocks)

    (update,) = await past(care, 1)
    assert (update.status, update.quote_number) == (Status.AT_RISK, 4)
    assert "🟡 at risk" in shown
    assert f"<@{BEN}> says that it is at risk: “Two people leave &amp; nobody follows”" in shown
    assert "<https://wiki.example.com/plan|wiki.example.com/plan>" in shown
    assert "“They answered &lt;before&gt; I asked” – a customer (Q-4)" in shown
    assert "Nora" not in shown  # not approved


async def test_mistakes_stand_by_their_fields_and_nothing_typed_is_lost(
    care: World, make: Make
) -> None:
    await make(BEN)
    form = await opened(care, "ben", "/okr update KR-1")
    wrong = {"okr.value.1": "45", "okr.status.1": "off_track", "okr.link.1": "our wiki"}
    done = await care.person("ben").submit(form, {**wrong, "okr.quote.1": "Q-9"})
    assert set(done.errors) == {"okr.reason.1", "okr.link.1", "okr.quote.1"}
    assert "There is no Q-9 here" in done.errors["okr.quote.1"]
    only = {
        "okr.status.1": "computed",
        "okr.reason.1": "just so",
        "okr.link.1": "",
        "okr.quote.1": "",
    }
    done = await care.person("ben").submit(form, only)

    assert "choose the status that you see" in done.errors["okr.reason.1"]
    assert await past(care, 1) == []


async def test_who_is_overtaken_keeps_all_that_was_typed(care: World, make: Make) -> None:
    await make(EVE)
    form = await opened(care, "eve", "/okr update KR-1")
    await typed(care, "ben", "/okr update KR-1 41")
    mine = {"okr.value.1": "45", "okr.status.1": "at_risk", "okr.reason.1": "So it is"}
    shown = await care.person("eve").submit(form, {**mine, "okr.link.1": "example.com"})

    assert shown.view is not None
    assert field(shown.view, "okr.status.1")["initial_option"]["value"] == "at_risk"
    assert field(shown.view, "okr.reason.1")["initial_value"] == "So it is"
    assert field(shown.view, "okr.link.1")["initial_value"] == "example.com"


async def test_forms_with_many_stay_short_and_every_form_shows_the_last_note(
    care: World, make: Make
) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45 macros <help>")
    mine = await opened(care, "ben", "/okr update")

    assert not any(b["block_id"] == "okr.status.1" for b in mine.payload["blocks"])
    assert "Last note: macros <help>" in words(mine.payload["blocks"])
