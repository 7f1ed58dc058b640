"""`/okr metric` as people type it."""

from datetime import timedelta

import pytest

from bot.sandbox.model import Message
from handlers.metric import views
from storage.metric import Reading
from tests.checkin.stage import ANNA, BEN, CHEN, add_team, all_of
from tests.journeys.stage import tapped
from tests.trust.deep import on_one_database
from tests.world import World


async def test_a_reading_is_recorded_and_compared(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    first = await ben.command("/okr metric nps 62 21 17", care)
    assert "45 ± 15 (100 answers) · first reading" in str(first.blocks)
    world.clock.move_to(world.clock.now() + timedelta(days=7))
    second = await ben.command("/okr metric nps 85 10 5", care)
    assert "80 ± 10 (100 answers) · ▲ +35 since 16 Nov" in str(second.blocks)
    listed = await ben.command("/okr metric", care)
    assert "80 ± 10" in str(listed.blocks)
    assert "`/okr metric nps` shows one metric" in str(listed.blocks)
    past = await ben.command("/okr metric nps", care)
    assert "45 ± 15" in str(past.blocks)


@on_one_database
async def test_a_slip_put_right_on_its_day_is_not_what_it_is_compared_with(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    await ben.command("/okr metric nps 62 21 17", care)
    for line, later in (("8 10 5", timedelta(days=7)), ("85 10 5", timedelta(minutes=1))):
        world.clock.move_to(world.clock.now() + later)
        put_right = await ben.command(f"/okr metric nps {line}", care)

    assert "80 ± 10 (100 answers) · ▲ +35 since 16 Nov" in str(put_right.blocks)
    assert "(23 answers), which came earlier the same day." in str(put_right.blocks)


@on_one_database
async def test_a_second_reading_of_the_first_day_says_what_it_replaces(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    await ben.command("/okr metric csat 91", care)
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    second = await ben.command("/okr metric csat 87", care)

    told = str(second.blocks)
    assert "'*CSAT*  87 %'" in told  # and no first reading
    assert "Recorded for Care, in the place of 91 %, which came earlier the same day." in told


@on_one_database
async def test_a_reading_in_the_place_of_somebody_elses_names_them(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    care = world.channel("care")
    await world.person("anna").command("/okr metric csat 91", care)
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    second = await world.person("ben").command("/okr metric csat 87", care)

    assert f"in the place of 91 % by <@{ANNA}>, which came earlier" in str(second.blocks)


@on_one_database
async def test_a_duration_is_counted_in_what_the_metric_is_kept_in(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    first = await ben.command("/okr metric first response 2 h 30 min", care)
    assert "'*First response*  2.5 h · first reading'" in str(first.blocks)
    for line, told in (("105 minutes", "1.75 h"), ("2 hours and 20 minutes", "2 h 20 min")):
        world.clock.move_to(world.clock.now() + timedelta(days=1))
        reply = await ben.command(f"/okr metric first response {line}", care)
        assert f"'*First response*  {told} · " in str(reply.blocks)
    refused = await ben.command("/okr metric first response 3 kg", care)
    assert "First response is kept in h, not in kg." in refused.text


@on_one_database
async def test_a_duration_in_words_is_a_reading_unless_a_metric_is_called_so(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    for line, told in (
        ("first-response half an hour", "*First response*  0.5 hour · first reading"),
        ("首次响应时间 两个半小时", "*First response*  2.5 hour · "),
    ):
        world.clock.move_to(world.clock.now() + timedelta(days=1))
        assert told in str((await ben.command(f"/okr metric {line}", care)).blocks)
    await _made(world, "response in two hours 40 %")
    shown = await ben.command("/okr metric response in two hours", care)
    assert "Response in two hours" in str(shown.blocks)
    assert "40 %" in str(shown.blocks)


@on_one_database
async def test_what_counts_without_a_reading_is_told_with_its_day(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    await ben.command("/okr metric csat 91 % of 240", care)
    world.clock.move_to(world.clock.now() + timedelta(days=7))
    slip = await ben.command("/okr metric csat 19 % of 240", care)
    assert slip.message is not None
    told = (await ben.click(slip.message, views.TAKE_BACK)).text

    assert "19 % ± 4.9 (240 answers) no longer counts for CSAT." in told
    assert "It stands at 91 % ± 3.6 (240 answers) now, from Mon, 16 Nov." in told


@on_one_database
async def test_the_list_names_a_metric_that_is_there(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    await ben.command("/okr metric first response 2 h", care)
    listed = str((await ben.command("/okr metric", care)).blocks)

    assert "`/okr metric first-response` shows one metric" in listed
    assert "metric nps" not in listed


async def test_a_repeated_command_is_one_reading(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    for _ in range(2):
        await world.person("ben").command("/okr metric csat 91", world.channel("care"))
    assert len(await all_of(world, Reading)) == 1


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("nps sixty 21 17", "“sixty” is not a number"),
        ("nps 62 many 17", "“many” is not a number"),
        ("nps -1 2 3", "“-1” cannot be how many people answered."),
        ("nps-support 62 -21 17", "in its place, like `/okr metric nps-support 62 21 17`"),
        ("csat 91 of 2.5", "“2.5” cannot be how many people answered."),
        ("csat 91 of -3", "in its place, like `/okr metric csat 91 % of 240`"),
        ("nps 0 0 0", "Nobody has answered"),
        ("nps 62 21", "three numbers"),
        ("nps 60% 25% 15%", "NPS is counted from how many people answered, not from shares."),
        ("nps 60 % 25 % 15 %", "Type three counts: promoters (9-10), passives"),
        ("净推荐值 60％/25％/15％", "like `/okr metric nps 62 21 17`"),
        ("nps 99999999999 1 1", "more than I can believe"),
        ("csat ninety", "“ninety” is not a number"),
        ("nsp 62 21 17", "no nsp of several numbers. Did you mean NPS?"),
        ("nsp 62 21 17", "`/okr metric nps 62 21 17`"),
        ("cast 91 92", "Did you mean CSAT? Type it like `/okr metric csat 91`"),
        ("R&D <b> 5", "“R&amp;D &lt;b&gt;” cannot name a metric"),
        ("nsp", "There is no nsp. Did you mean NPS?"),
        ("calls-answered", "no metric “calls-answered” yet"),
    ],
)
async def test_a_wrong_reading_is_told_and_changes_nothing(
    world: World, line: str, part: str
) -> None:
    await add_team(world, (ANNA, BEN))
    reply = await world.person("anna").command(f"/okr metric {line}", world.channel("care"))
    assert reply.ok, reply.detail
    assert part in reply.text
    assert reply.blocks[-1]["text"]["text"] == line  # given back
    assert await all_of(world, Reading) == []


async def test_somebody_of_another_team_is_told_who_can(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    reply = await world.person("chen").command("/okr metric csat 91", world.channel("care"))
    assert f"<@{ANNA}>" in reply.text
    assert await all_of(world, Reading) == []


async def test_elsewhere_it_is_for_my_only_team(world: World) -> None:
    await add_team(world, (CHEN,))
    reply = await world.person("chen").command("/okr metric csat 91", world.channel("product"))
    assert reply.ok
    (reading,) = await all_of(world, Reading)
    assert reading.team_id == "care"


async def test_a_mistyped_name_is_asked_about_and_recorded_where_it_was_meant(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    await ben.command("/okr metric first-response 3.5 h", care)
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    asked = await ben.command("/okr metric frist-response 3 h", care)
    assert "no metric Frist response yet. Did you mean First response?" in asked.text
    assert len(await all_of(world, Reading)) == 1
    assert asked.message is not None
    told = str((await ben.click(asked.message, views.MEANT)).blocks)
    assert "*First response*  3 h" in told
    listed = str((await ben.command("/okr metric", care)).blocks)
    assert "Frist" not in listed


async def test_a_metric_that_was_made_is_taken_back_whole(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    wrong = await _made(world, "frist-response 3 min")
    assert "New: this is the first reading of Frist response in Care" in str(wrong.blocks)
    gone = "3 min no longer counts for Frist response. There is no reading of it any more."
    shown = list(wrong.blocks)
    for told in (gone, "gone already"):
        assert told in (await ben.click(wrong, views.TAKE_BACK)).text
        wrong.blocks = shown  # a second click was on its way
    assert "Frist" not in str((await ben.command("/okr metric", care)).blocks)
    anew = await _made(world, "frist-response 5 h")  # in another unit, and asked about again
    assert "New: this is the first reading of Frist response in Care" in str(anew.blocks)


@on_one_database
async def test_beside_a_name_like_a_well_known_one_that_one_stands_first(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    asked = await ben.command("/okr metric cast 91 % of 240", care)
    first, second = asked.blocks[1]["elements"]
    assert first["text"]["text"] == "Record it for CSAT"
    assert second["text"]["text"] == "Make Cast"
    assert asked.message is not None
    told = str((await ben.click(asked.message, views.MEANT)).blocks)
    assert "*CSAT*  91 % ± 3.6 (240 answers) · first reading" in told


@on_one_database
async def test_a_new_name_is_made_when_it_was_meant_and_only_by_its_author_taken_back(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    ben, care = world.person("ben"), world.channel("care")
    asked = await ben.command("/okr metric referrals 3", care)
    question = "Care has no metric Referrals yet. Shall I make it, with 3 as its first reading?"
    assert asked.text == question
    assert await all_of(world, Reading) == []
    await _made(world, "referrals 3")
    more = await ben.command("/okr metric referrals 4", care)  # which it is by now
    assert "Recorded for Care" in str(more.blocks)
    number = (await all_of(world, Reading))[0].id
    assert (await tapped(world, "anna", views.TAKE_BACK, number)).ok
    assert len(await all_of(world, Reading)) == 2


async def _made(world: World, line: str) -> Message:
    """The answer once Ben has said that this name is meant."""
    ben = world.person("ben")
    asked = await ben.command(f"/okr metric {line}", world.channel("care"))
    assert asked.message is not None
    await ben.click(asked.message, views.MAKE)
    return asked.message
