"""A new objective's level, stage, cycle and place in the tree, chosen in its form."""

from datetime import date

from sqlalchemy import select

from handlers.schedule.rules import moment
from storage import workspace as workspaces
from storage.okr import KeyResult, Objective
from tests.okr.stage import BEN, CHEN, EVE, words
from tests.okr.test_begun import blocks_of
from tests.okr.test_form import field
from tests.okr.test_new import WHOLE, form, made
from tests.okr.test_new_kinds import opened_up, options, rows
from tests.world import HOME, World


async def test_a_member_proposes_and_the_team_hears_where_to_talk_about_it(care: World) -> None:
    opened = await form(care, "eve")
    assert "once a lead of Care has agreed" in words(blocks_of(opened))
    done = await care.person("eve").submit(opened, WHOLE)
    await care.settle()

    (one,) = await rows(care)
    assert (one.stage, one.owner_id, one.level) == ("proposed", EVE, "team")
    assert await made(care) == []  # it counts nowhere yet
    (post,) = care.posted("care")
    assert f"Objective proposed for 2026-Q4 by <@{EVE}>" in words(post.blocks)
    assert "Answer in this thread" in words(post.blocks)
    assert "from 60 to 4 h" in words(post.blocks)
    assert done.view is not None
    assert "once a lead of Care or an admin has agreed" in words(blocks_of(done.view))


async def test_a_lead_keeps_a_draft_to_talk_about(care: World) -> None:
    opened = await opened_up(care, "ben")
    await care.person("ben").submit(opened, {**WHOLE, "okr.begins": "draft"})
    await care.settle()

    assert [one.stage for one in await rows(care)] == ["draft"]
    assert await made(care) == []
    assert "Draft of an objective" in words(care.posted("care")[0].blocks)


async def test_who_may_choose_what(care: World) -> None:
    assert options(await opened_up(care, "eve"), "okr.level") == ["team", "personal"]
    assert options(await opened_up(care, "anna"), "okr.level") == ["team", "company", "personal"]
    assert "Propose it" in [
        one["text"]["text"] for one in field(await opened_up(care, "eve"), "okr.begins")["options"]
    ]


async def test_a_company_objective_is_supported_by_a_teams(care: World) -> None:
    top = {**WHOLE, "okr.level": "company", "okr.ambition": "aspirational"}
    await care.person("anna").submit(await opened_up(care, "anna"), top)
    await care.person("ben").submit(
        await opened_up(care, "ben"), {**WHOLE, "okr.supports": "1", "1.title": "NPS"}
    )
    mine = await care.person("eve").submit(
        await opened_up(care, "eve"), {**WHOLE, "okr.supports": "2", "okr.level": "personal"}
    )
    await care.settle()

    assert [(o.level, o.stage, o.supports, o.ambition) for o in await rows(care)] == [
        ("company", "active", None, "aspirational"),
        ("team", "active", 1, "committed"),
        ("personal", "active", 2, "committed"),
    ]
    assert "Supports O-1" in words(care.posted("care")[1].blocks)
    assert mine.kind == "updated"


async def test_an_objective_does_not_support_what_stands_below_it(care: World) -> None:
    await care.person("ben").submit(await form(care, "ben"), WHOLE)
    done = await care.person("anna").submit(
        await opened_up(care, "anna"), {**WHOLE, "okr.level": "company", "okr.supports": "1"}
    )

    assert "O-1 stands below this objective" in done.errors["okr.supports"]
    assert len(await rows(care)) == 1


async def test_what_is_mine_alone_has_no_other_owner(care: World) -> None:
    typed = {**WHOLE, "okr.level": "personal", "1.owner": CHEN}
    done = await care.person("eve").submit(await opened_up(care, "eve"), typed)

    assert "has no other owners" in done.errors["1.owner"]
    assert await rows(care) == []


async def test_the_next_cycle_may_be_prepared_three_weeks_ahead(care: World) -> None:
    assert options(await opened_up(care, "ben"), "okr.cycle") == ["2026-Q4"]
    care.clock.move_to(moment(date(2026, 12, 15), care.clock.now().time(), "Europe/Berlin"))
    opened = await opened_up(care, "ben")
    assert options(opened, "okr.cycle") == ["2026-Q4", "2027-Q1"]
    await care.person("ben").submit(opened, {**WHOLE, "okr.cycle": "2027-Q1"})

    assert [(one.cycle_id, one.stage) for one in await rows(care)] == [("2027-Q1", "active")]
    assert await made(care) == []  # until it begins


async def test_a_cycle_that_ended_while_the_form_was_open_is_told(care: World) -> None:
    opened = await opened_up(care, "ben")
    care.clock.move_to(moment(date(2027, 1, 4), care.clock.now().time(), "Europe/Berlin"))
    done = await care.person("ben").submit(opened, WHOLE)

    assert "2026-Q4 takes no new objectives" in done.errors["okr.cycle"]
    assert await rows(care) == []


async def test_with_more_objectives_than_a_list_holds_one_is_typed(care: World) -> None:
    await care.person("ben").submit(await form(care, "ben"), WHOLE)
    async with care.bot.deps.sessions.workspace(HOME) as session:
        for number in await workspaces.next_numbers(session, "objective", 101):
            copied = {"team_id": "Care", "cycle_id": "2026-Q4", "owner_id": BEN, "title": "Old"}
            session.add(Objective(number=number, created_at=care.clock.now(), **copied))
    opened = await opened_up(care, "anna")
    wrong = await care.person("anna").submit(opened, {**WHOLE, "okr.supports": "the first"})
    assert "Write it like O-3" in wrong.errors["okr.supports"]
    gone = await care.person("anna").submit(opened, {"okr.supports": "O-999"})
    assert "There is no open objective O-999" in gone.errors["okr.supports"]
    done = await care.person("anna").submit(opened, {"okr.supports": "o-7"})

    assert done.kind == "updated"
    async with care.bot.deps.sessions.workspace(HOME, reading=True) as session:
        assert await session.scalar(select(Objective.supports).where(Objective.supports > 0)) == 7
        assert len(list(await session.scalars(select(KeyResult)))) == 2
