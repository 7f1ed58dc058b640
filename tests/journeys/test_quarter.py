"""A whole quarter of two teams: from a template to grades, lessons and what goes on."""

from datetime import date, time, timedelta
from decimal import Decimal

from bot.sandbox.hands import Outcome, Reply
from bot.sandbox.model import View
from handlers.cycle.views.form import carry_id, grade_id, lesson_id
from handlers.schedule.rules import moment
from storage.checkin import Answer
from storage.okr import KeyResult, Objective
from tests.checkin.stage import all_of
from tests.companies import set_up_team
from tests.cycle.stage import asked, posts
from tests.journeys.stage import typed
from tests.objective.stage import direct, tap
from tests.okr.stage import words
from tests.trust.deep import on_one_database
from tests.world import World, built

DECEMBER = moment(date(2026, 12, 14), time(9), "Europe/Berlin")
WEDNESDAY = moment(date(2027, 1, 6), time(18), "Europe/Berlin")  # everybody's card has come
LAST = moment(date(2027, 3, 31), time(18), "Europe/Berlin")
RESULT = moment(date(2027, 4, 5), time(15), "Europe/Berlin")
NEXT_CARD = moment(date(2027, 4, 7), time(18), "Europe/Berlin")
WEEK = timedelta(weeks=1)
WEEKS = 12
# Of each week: NPS on its way from 32, satisfaction kept, and the steps that were taken.
NPS = (33, 34, 36, 36, 38, 40, 41, 43, 43, 45, 46, 47)
CSAT = ("4.4", "4.5", "4.2", "4.6", "4.5", "4.5", "4.6", "4.6", "4.5", "4.7", "4.6", "4.6")
STEPS = {2: "1", 5: "2", 8: "3"}


async def read(world: World, who: str, line: str, channel: str = "care") -> str:
    reply = await typed(world, who, line, channel)
    return words(reply.blocks) or reply.text


async def tapped(world: World, who: str, view: View, action: str, **more: str) -> View:
    reply = await world.person(who).click(view, action, **more)
    assert reply.view is not None, (reply.error, reply.detail)
    return reply.view


async def opened(world: World, who: str, line: str, channel: str) -> View:
    reply = await typed(world, who, line, channel)
    assert reply.view is not None, reply
    return reply.view


async def made(world: World, who: str, view: View, values: dict[str, object]) -> str:
    """What somebody reads once their objective is made."""
    done = await world.person(who).submit(view, values)
    assert done.view is not None, done.errors
    await world.person(who).close(done.view, all=True)
    await world.settle()
    return words(done.view.payload["blocks"])


async def the_company_wants(world: World) -> None:
    """Anna, an admin, in December: next quarter's objective of the company."""
    view = await tapped(
        world, "anna", await opened(world, "anna", "/okr new", "product"), "okr.more"
    )
    told = await made(
        world,
        "anna",
        view,
        {
            "okr.objective": "Hotels tell their friends about us",
            "okr.level": "company",
            "okr.cycle": "2027-Q1",
            "1.title": "New hotels by referral",
            "1.start": "10",
            "1.target": "30",
        },
    )
    assert "*O-1* Hotels tell their friends about us" in told


async def care_begins_with_a_template(world: World) -> None:
    """Ben fills the template's blanks, keeps an eye on satisfaction, and plans three steps."""
    view = await tapped(
        world, "ben", await opened(world, "ben", "/okr new from nps", "care"), "okr.more"
    )
    view = await tapped(world, "ben", view, "okr.kind", value="keep", block_id="2.kind")
    view = await tapped(world, "ben", view, "okr.kind", value="milestone", block_id="3.kind")
    told = await made(
        world,
        "ben",
        view,
        {
            "okr.cycle": "2027-Q1",
            "okr.supports": "1",
            "1.start": "32",
            "1.target": "45",
            "2.title": "Customer satisfaction",
            "2.unit": "/5",
            "2.start": "4.4",
            "2.target": "",
            "2.owner": "U0CHEN",
            "3.title": "Customers are asked where they are",
            "3.steps": "Ask ten hotels (2)\nTrain the team\nAsk everybody",
        },
    )
    assert "*KR-2* Net Promoter Score: from 32 to 45" in told
    assert "*KR-3* Customer satisfaction: to keep at least 4.4/5" in told


async def product_agrees(world: World) -> None:
    """Chen may not begin one for the team: it is proposed, and Anna agrees in the channel."""
    view = await tapped(
        world, "chen", await opened(world, "chen", "/okr new", "product"), "okr.more"
    )
    await made(
        world,
        "chen",
        view,
        {
            "okr.objective": "Guests book on their phones",
            "okr.cycle": "2027-Q1",
            "okr.supports": "1",
            "okr.ambition": "aspirational",
            "1.title": "Bookings lost at checkout",
            "1.start": "5",
            "1.target": "2",
            "1.unit": "%",
        },
    )
    post = world.posted("product")[-1]
    assert "Objective proposed for 2027-Q1" in words(post.blocks)
    await tap(world, "anna", post, "objective.to_agreed")
    await world.settle()
    post = next(m for m in world.posted("product") if m.ts == post.ts)
    await tap(world, "chen", post, "objective.to_active")
    await world.settle()


async def the_weeks_go_by(world: World) -> None:
    """Everybody answers each Wednesday, once their card is there; in week six Ben aims higher."""
    for week in range(WEEKS):
        await world.go_to(WEDNESDAY + week * WEEK)
        await read(world, "ben", f"/okr update KR-2 {NPS[week]} week {week + 1}")
        await read(world, "chen", f"/okr update KR-3 {CSAT[week]}")
        if week in STEPS:
            await read(world, "ben", f"/okr update KR-4 {STEPS[week]}")
        await read(world, "anna", f"/okr update KR-1 {10 + week}")
        if week < WEEKS - 3:  # then Product falls silent
            await read(world, "chen", f"/okr update KR-5 {Decimal(5) - week * Decimal('0.2')}")
        if week == 5:
            await ben_aims_higher(world)


async def ben_aims_higher(world: World) -> None:
    await tap(
        world, "eve", (await typed(world, "eve", "/okr show KR-2")).message, "objective.follow"
    )
    form = await opened(world, "ben", "/okr edit KR-2", "care")
    refused = await world.person("ben").submit(form, {"target": "50"})
    assert "Say why" in refused.errors["reason"]
    done = await world.person("ben").submit(
        form, {"target": "50", "reason": "We are ahead of what we thought"}
    )
    assert done.view is not None
    await world.person("ben").close(done.view, all=True)
    await world.settle()
    assert "target: 45 → 50" in words(direct(world, "eve")[-1].blocks)


async def everybody_can_see_it(world: World) -> None:
    """Near the end: what it comes to, why, and how it came about."""
    shown = await read(world, "eve", "/okr show KR-2")
    assert "At this pace" in shown
    tree = await read(world, "eve", "/okr tree")
    assert tree.index("Hotels tell their friends") < tree.index("Customers tell their friends")
    assert "Guests book on their phones" in tree
    history = await read(world, "eve", "/okr history KR-2")
    assert "target: 45 → 50 – “We are ahead of what we thought”" in history
    stale = await read(world, "anna", "/okr list outdated", "product")
    assert "KR-5" in stale
    assert "KR-2" not in stale


async def graded(world: World, who: str, values: dict[str, object]) -> Outcome:
    (card,) = asked(world, who)
    reply: Reply = await world.person(who).click(card, "cycle.grade")
    assert reply.view is not None
    outcome = await world.person(who).submit(reply.view, values)
    assert outcome.kind == "updated", outcome.errors
    return outcome


async def the_quarter_ends(world: World) -> None:
    """Each owner is asked once, and the result stands in both channels, five days later."""
    await world.go_to(LAST)
    lesson = {lesson_id(2): "Ask where people are, not where we are"}
    await graded(world, "ben", {grade_id(2): "0.8", carry_id(2): ["yes"], **lesson})
    await graded(world, "chen", {})
    await world.go_to(RESULT)
    (care,), (product,) = posts(world), posts(world, "product")
    text = words(care.blocks)
    assert "Ask where people are, not where we are" in text
    assert "from 32 to 50" in text
    assert "*0.8*" in text
    assert "Guests book on their phones" in words(product.blocks)
    assert "Hotels tell their friends about us" in words(product.blocks)  # it lives there


async def what_goes_on_is_asked_for(world: World) -> None:
    """In the first week of the next quarter Ben's card asks for the KR that goes on."""
    (heir,) = [kr for kr in await all_of(world, KeyResult) if kr.carried_from == 2]
    assert (heir.start, heir.target) == (47, 50)
    assert "goes on from KR-2 (2027-Q1: 0.8)" in await read(
        world, "ben", f"/okr show KR-{heir.number}"
    )
    await world.go_to(NEXT_CARD)
    card = world.person("ben").dms()[-1]
    assert f"*KR-{heir.number}* Net Promoter Score" in words(card.blocks)
    assert "*KR-2*" not in words(card.blocks)


@on_one_database
async def test_an_objective_goes_from_a_template_to_its_grade(database: str) -> None:
    async with built(database, start=DECEMBER) as world:
        await set_up_team(world, "care", members=("ben", "chen", "eve"))
        await set_up_team(world, "product", members=("anna", "chen"))
        await the_company_wants(world)
        await care_begins_with_a_template(world)
        await product_agrees(world)
        await the_weeks_go_by(world)
        await everybody_can_see_it(world)
        await the_quarter_ends(world)
        await what_goes_on_is_asked_for(world)
        answers = [a for a in await all_of(world, Answer) if a.kr_number == 2]
        assert len(answers) == WEEKS
        stages = {o.number: o.stage for o in await all_of(world, Objective)}
        assert stages == {1: "closed", 2: "closed", 3: "closed", 4: "active"}
