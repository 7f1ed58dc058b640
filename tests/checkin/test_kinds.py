"""Check-ins of key results that are kept, or go step by step."""

from decimal import Decimal

from sqlalchemy import update

from bot.sandbox.model import View
from handlers.checkin import views
from handlers.okr import flows as okr
from handlers.okr.rules import NewKr, NewObjective
from handlers.okr.rules.kinds import Keep, Milestones, Step
from storage.okr import KeyResult
from tests.checkin.stage import ANNA, BEN, CLOSE_AT, PROMPT_AT, add_team, cards, filled, words
from tests.checkin.test_answering import values
from tests.world import HOME, World

D = Decimal
STEPS = Milestones((Step("Ask"), Step("Train", D(3))))


async def asked(world: World, *krs: NewKr) -> View:
    """Anna has these key results, and her form open."""
    await add_team(world, (ANNA, BEN))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        reader = await world.bot.deps.reader(session, ANNA)
        new = NewObjective("care", "Delight", krs)
        await okr.create(session, reader, new, world.clock.now())
    await world.go_to(PROMPT_AT)
    anna = world.person("anna")
    await anna.click(cards(world, "anna")[0], views.OPEN)
    assert anna.modal is not None
    return anna.modal


def kept(row: int) -> NewKr:
    return NewKr(row, "CSAT", Keep(low=D(4)), "/5", ANNA)


def stepwise(row: int) -> NewKr:
    return NewKr(row, "Go live", STEPS, "%", ANNA)


async def test_values_and_steps_are_answered_in_one_form_and_summed_up(world: World) -> None:
    form = await asked(world, kept(1), stepwise(2))
    names = [block["block_id"] for block in form.payload["blocks"]]
    assert not any(name.startswith(("okr.status", "okr.link")) for name in names)  # it stays short
    sent = {"okr.value.1": "4.5", "okr.steps.2.0": ["2"]}
    assert (await filled(world, "anna", sent)).kind == "closed"
    await world.go_to(CLOSE_AT)

    assert (await values(world, 1), await values(world, 2)) == ([D("4.5")], [D(75)])
    summary = words(world.posted("care")[0])
    assert "4.5/5 (to keep at least 4/5)" in summary
    assert "0 → 75 % (target 100 %)" in summary


async def closed(world: World, number: int) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        gone = update(KeyResult).where(KeyResult.number == number)
        await session.execute(gone.values(closed_at=world.clock.now()))


async def test_what_was_closed_while_its_steps_were_ticked_is_told_and_the_rest_is_kept(
    world: World,
) -> None:
    form = await asked(world, kept(1), stepwise(2))
    anna = world.person("anna")
    await anna.submit(form, {"okr.value.1": "4.5"})
    await closed(world, 2)
    done = await anna.submit(form, {"okr.steps.2.0": ["2"]})

    assert done.view is not None
    assert "nothing was recorded: KR-2" in str(done.view.payload["blocks"])
    assert "Everything else is sent" in str(done.view.payload["blocks"])
    assert (await values(world, 1), await values(world, 2)) == ([D("4.5")], [])


async def test_who_had_only_steps_to_tick_that_are_gone_is_told(world: World) -> None:
    form = await asked(world, stepwise(1))
    await closed(world, 1)
    done = await world.person("anna").submit(form, {"okr.steps.1.0": ["2"]})

    assert done.view is not None
    assert "nothing was recorded: KR-1" in str(done.view.payload["blocks"])
    assert await values(world, 1) == []
