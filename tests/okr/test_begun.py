"""/okr new from a template, and the coach beside the form."""

from decimal import Decimal

import pytest

from bot.sandbox.model import Payload, View
from handlers.kit.units import currency_of
from handlers.okr.rules.templates import TEMPLATES
from tests.okr.stage import words
from tests.okr.test_form import field
from tests.okr.test_new import WHOLE, form, made
from tests.world import World

D = Decimal


async def begun(world: World, who: str, template: str) -> View:
    reply = await world.person(who).command(f"/okr new from {template}", world.channel("care"))
    assert reply.view is not None, reply
    return reply.view


def blocks_of(view: View) -> list[Payload]:
    found: list[Payload] = view.payload["blocks"]
    return found


async def test_a_template_asks_only_where_it_stands_and_where_to(care: World) -> None:
    opened = await begun(care, "ben", "nps")
    assert (
        field(opened, "okr.objective")["initial_value"] == "Customers tell their friends about us"
    )
    done = await care.person("ben").submit(opened, {"1.start": "32", "1.target": "45"})

    (kr,) = await made(care)
    assert (kr.title, *kr.numbers, kr.unit) == ("Net Promoter Score", D(32), D(45), "")
    assert kr.objective_title == "Customers tell their friends about us"
    assert done.view is not None
    assert "You could sharpen it" not in words(blocks_of(done.view))


@pytest.mark.parametrize(
    ("template", "typed", "kr"),
    [
        ("csat", {"1.start": "4.1"}, ("4.1", "4.5", "/5")),  # 4.5 is proposed
        ("reviews", {"1.start": "150"}, ("150", "180", "reviews")),  # 20 % more are
        ("bad reviews", {"1.start": "40", "1.by": "25 %"}, ("40", "30", "reviews")),
        ("frist response", {"1.start": "9h 30m", "1.target": "2"}, ("9.5", "2", "h")),
        ("clv", {"1.start": "$12k", "1.target": "$15k"}, ("12000", "15000", "USD")),
    ],
)
async def test_what_a_template_proposes_counts_until_it_is_changed(
    care: World, template: str, typed: dict[str, str], kr: tuple[str, str, str]
) -> None:
    await care.person("ben").submit(await begun(care, "ben", template), typed)

    one = (await made(care))[0]
    assert (*one.numbers, one.unit) == (D(kr[0]), D(kr[1]), kr[2])


@pytest.mark.parametrize(
    ("template", "typed", "errors"),
    [
        ("nps", {}, {"1.start": "stands at today", "1.target": "want to reach"}),
        ("nps", {"1.start": "45", "1.target": "32"}, {"1.target": "is below its start 45"}),
        ("reviews", {"1.start": "150", "1.by": "0"}, {"1.by": "from 1 to 1,000"}),
        ("reviews", {"1.start": "0"}, {"1.by": "starts at its target"}),
    ],
)
async def test_blanks_of_a_template_that_do_not_fit_are_told_beside_them(
    care: World, template: str, typed: dict[str, str], errors: dict[str, str]
) -> None:
    done = await care.person("ben").submit(await begun(care, "ben", template), typed)

    assert set(done.errors) == set(errors)
    for block, told in errors.items():
        assert told in done.errors[block]
    assert await made(care) == []


async def test_who_writes_about_something_else_chooses_its_direction(care: World) -> None:
    typed = {"1.title": "Customers lost", "1.start": "9", "1.target": "3"}
    await care.person("ben").submit(await begun(care, "ben", "nps"), typed)

    assert [kr.title for kr in await made(care)] == ["Customers lost"]


async def test_all_templates_are_listed_with_a_button_each(care: World) -> None:
    reply = await care.person("ben").command("/okr new from", care.channel("care"))
    assert reply.message is not None
    offered = [b["accessory"]["value"] for b in reply.blocks if "accessory" in b]
    block = next(b for b in reply.blocks if b.get("accessory", {}).get("value") == "churn")
    tapped = await care.person("ben").click(
        reply.message, "okr.template", block_id=block["block_id"]
    )

    assert offered == list(TEMPLATES)
    assert "Bring churn from X down to Y %" in words(reply.blocks)
    assert tapped.view is not None
    assert field(tapped.view, "1.title")["initial_value"] == "Customers lost a quarter"


async def test_a_template_speaks_its_readers_language(care: World) -> None:
    opened = await begun(care, "chen", "净推荐值")
    say = care.bot.deps.texts.say("zh-CN")

    assert field(opened, "1.title")["initial_value"] == say("Net Promoter Score")


async def test_a_template_that_is_not_there_is_answered_with_those_that_are(care: World) -> None:
    reply = await care.person("ben").command("/okr new from scratch", care.channel("care"))

    assert reply.view is None
    assert "There is no template “scratch”. Choose one of nps, csat" in reply.text


async def test_what_is_no_templates_name_is_the_objectives_title(care: World) -> None:
    line = "/okr new Answer every letter within a day"
    reply = await care.person("ben").command(line, care.channel("care"))

    assert reply.view is not None
    assert field(reply.view, "okr.objective")["initial_value"] == "Answer every letter within a day"


async def test_the_coach_looks_at_the_draft_and_nothing_typed_is_lost(care: World) -> None:
    ben, opened = care.person("ben"), await form(care, "ben")
    ben.type(opened, {"okr.objective": "Grow", "1.title": "Launch the portal"})
    reply = await ben.click(opened, "okr.coach")

    assert reply.view is not None
    told = words(blocks_of(reply.view))
    assert "Key result 1: it has no number yet" in told
    assert "“Launch” names something that you make" in told
    assert "measured inside the company" in told
    done = await ben.submit(reply.view, {"1.start": "0", "1.target": "1"})
    assert [kr.title for kr in await made(care)] == ["Launch the portal"]  # hints never block
    assert done.view is not None
    assert "You could sharpen it:\n• Key result 1: “Launch”" in words(blocks_of(done.view))


async def test_the_coach_looks_again(care: World) -> None:
    ben, opened = care.person("ben"), await form(care, "ben")
    first = (await ben.click(opened, "okr.coach")).view
    assert first is not None
    assert "Write a key result first" in words(blocks_of(first))
    ben.type(first, WHOLE)
    again = (await ben.click(first, "okr.coach")).view

    assert again is not None
    assert "Nothing to add" in words(blocks_of(again))
    assert "Write a key result first" not in words(blocks_of(again))


@pytest.mark.parametrize(
    ("locale", "code"), [("en-US", "USD"), ("zh-TW", "TWD"), ("de-DE", "EUR"), ("xx", "USD")]
)
def test_money_is_counted_in_what_the_reader_pays_with(locale: str, code: str) -> None:
    assert currency_of(locale) == code
