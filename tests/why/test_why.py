"""/okr why, over the wire: what came, what did not and why, what comes and by whose clock."""

from datetime import date, time, timedelta

from handlers.kit import blocks
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    DAY,
    EVE,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    change_team,
    record,
    set_person,
    words,
)
from tests.home.stage import words as words_of_home
from tests.trust.deep import on_one_database
from tests.world import World, built

GUS = "U0GUS"


async def asks(world: World, who: str, about: str = "") -> str:
    """What somebody reads."""
    line = f"/okr why {about}".strip()
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.message is not None, reply
    assert len(reply.message.blocks) <= blocks.MESSAGE_BLOCKS
    return words(reply.message).replace("\N{NARROW NO-BREAK SPACE}", " ")


@on_one_database
async def test_three_weeks_are_explained_by_the_readers_wall(world: World) -> None:
    """Sent, late, answered early; reminded, spared, put off; a holiday and the clocks ahead."""
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    await world.go_to(LAST_CALL_AT + timedelta(hours=4))
    await world.go_to(PROMPT_AT + timedelta(days=6))
    await record(world, GUS, 1, 40)
    await world.go_to(PROMPT_AT + timedelta(days=8))
    told = await asks(world, "gus")
    assert "Wed, 18 Nov, 10:00 AM* · Care: ✅ sent\n" in told
    assert "↳ last call Fri, 20 Nov, 9:00 AM: ✅ sent" in told
    assert "Wed, 25 Nov, 10:00 AM* · Care: ➖ not sent: everything was answered before" in told
    assert "Wed, 2 Dec, 10:00 AM* · Care" in told
    assert "Wed, 16 Dec, 10:00 AM* · Care" in told
    assert "Wed, 23 Dec" not in told
    assert "Reminders: standard." in told
    assert "你" in await asks(world, "chen")


async def test_a_card_that_nothing_waits_for_any_more_comes_neither_here_nor_on_home(
    world: World,
) -> None:
    """Gus answers before his card comes, Anna leaves the round out."""
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    await add_kr(world, 2, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=40))  # the round is open
    await record(world, GUS, 1, 40)
    await world.person("anna").command("/okr checkin skip", world.channel("care"))
    for who, why in (("gus", "everything was answered before"), ("anna", "left out by choice")):
        told = await asks(world, who)
        home = words_of_home(await world.person(who).open_home())
        first, _, then = told.partition("Wed, 25 Nov, 10:00 AM* · Care")
        assert why in first.partition("Wed, 18 Nov, 10:00 AM* · Care · ➖ will not be sent")[2]
        assert "will not be sent" not in then
        assert "Your next check-in comes Wed, 25 Nov" in home.replace(
            "\N{NARROW NO-BREAK SPACE}", " "
        )


async def test_what_is_known_already_of_the_next_ones(database: str) -> None:
    """Christmas is a Friday."""
    async with built(database, start=moment(date(2026, 12, 7), time(10), BERLIN)) as world:
        await before_christmas(world)


async def before_christmas(world: World) -> None:
    await add_team(world, (ANNA, GUS), weekday=4)
    await add_kr(world, 1, GUS, value=45)
    await world.settle()
    await set_person(world, GUS, away_until=moment(date(2026, 12, 12), time(0), BERLIN))
    told = await asks(world, "gus")
    assert "Fri, 11 Dec, 10:00 AM* · Care · ➖ will not be sent, as it looks now: away" in told
    assert "Fri, 18 Dec, 10:00 AM* · Care\n" in told
    assert "as it looks now: public holiday: Christmas Day" in told
    assert "no key result and no question" in await asks(world, "anna")


async def test_the_clocks_between_now_and_then(database: str) -> None:
    async with built(database, start=moment(date(2027, 3, 18), time(10), BERLIN)) as world:
        await over_the_change(world)


async def over_the_change(world: World) -> None:
    """Gus is where his team is, Ben is not."""
    await add_team(world, (ANNA, GUS, BEN))
    await world.settle()
    told = await asks(world, "gus")
    assert "🕑 Clocks go forward on Sun, 28 Mar: still 10:00 AM on your wall" in told
    assert told.index("Wed, 24 Mar") < told.index("🕑") < told.index("Wed, 31 Mar")
    await change_team(world, "care", checkin_walls="team")
    theirs = await asks(world, "ben")
    assert "🕑 Clocks in Europe/Berlin go forward on Sun, 28 Mar: from then on 4:00 AM" in theirs
    assert "Wed, 24 Mar, 5:00 AM (10:00 AM in Europe/Berlin)" in theirs


async def test_a_lead_sees_the_same_of_their_people_only(world: World) -> None:
    """Chen leads Product, with Ben; Anna, an admin, sees everybody; Ben only himself."""
    await add_team(world, (ANNA, BEN, GUS))
    await add_team(world, (CHEN, BEN), id_="product", channel="product")
    for number, (who, team) in enumerate([(BEN, "care"), (BEN, "product"), (GUS, "care")], 1):
        await add_kr(world, number, who, team=team, value=45)
    await world.go_to(moment(DAY, time(11), "America/New_York"))
    of_ben = await asks(world, "chen", f"<@{BEN}|ben>")
    assert "11月18日 周三 23:00（America/New_York 时间 10:00）* · Product" in of_ben
    assert "Care" not in of_ben
    assert "Care, Product" in await asks(world, "anna", f"<@{BEN}|ben>")
    refused = await asks(world, "ben", f"<@{GUS}|gus>")
    assert "only Gus, their leads (Anna) and this workspace's admins can see" in refused
    nobodys = await asks(world, "ben", f"<@{EVE}|eve>")
    assert "only Eve and this workspace's admins can see" in nobodys
    leads = await asks(world, "ben", f"<@{ANNA}|anna>")
    assert "only Anna and this workspace's admins can see" in leads  # who leads only herself
    assert "Pick one name" in await asks(world, "ben", "not")


@on_one_database
async def test_a_stand_in_is_promised_no_card_where_nothing_is_to_answer(world: World) -> None:
    """Anna has nothing due in Product, and is back before the rounds that follow."""
    await add_team(world, (ANNA, BEN))
    await add_team(world, (ANNA, CHEN), id_="product", channel="product")
    await add_kr(world, 1, BEN, value=45)
    await add_kr(world, 2, CHEN, team="product", value=45)
    await world.settle()
    await world.person("anna").command("/okr away until Friday @ben", world.channel("care"))
    await world.go_to(PROMPT_AT - timedelta(days=1))
    assert "Product" not in await asks(world, "ben")
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    told = await asks(world, "ben")
    assert "Product" not in told
    assert told.count("⏳ comes") == 1  # Care's reminder
    over = "will not be sent, as it looks now: the round is over by then"
    assert f"last call Fri, 20 Nov, 9:00 AM: ➖ {over}" in told  # it closes at 6:00 there


@on_one_database
async def test_a_reminder_on_a_day_off_is_not_promised(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    await world.person("anna").command("/okr pause on 2026-11-19 Offsite", world.channel("care"))
    left_out = "➖ will not be sent, as it looks now: pause: Offsite"
    told = await asks(world, "anna")
    assert f"reminder Thu, 19 Nov, 10:00 AM: {left_out}" in told
    assert "last call Fri, 20 Nov, 9:00 AM: ⏳ comes" in told


async def test_a_prompt_that_waited_for_the_end_of_a_pause_tells_the_pause(world: World) -> None:
    """Be it made while the round is open, or before: then the round opens once it is over."""
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    for week, begins in ((0, timedelta(hours=1)), (1, timedelta(days=4))):
        at = PROMPT_AT + timedelta(days=7 * week)
        await world.go_to(at - begins)
        anna, day = world.person("anna"), DAY + timedelta(days=7 * week + 5)
        await anna.command(f"/okr pause until {day} Offsite", world.channel("care"))
        await world.go_to(at + timedelta(hours=4))
        await anna.command("/okr pause end", world.channel("care"))
        await world.go_to(at + timedelta(hours=5))
        told = await asks(world, "anna")
        assert "10:00 AM* · Care: ✅ sent Wed," in told
        assert told.count(", 2:00 PM: pause: Offsite") == week + 1
        assert "not running" not in told
        card = words(cards(world, "anna")[-1])
        assert "Answers are taken" in card
        assert "later than planned" not in card


async def test_who_is_asked_about_two_teams_at_once_reads_of_which_a_line_is(world: World) -> None:
    """One of them is paused on the day of the reminder."""
    await add_team(world, (ANNA,))
    await add_team(world, (ANNA,), id_="product", channel="product")
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, team="product", value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    assert "reminder Thu, 19 Nov, 10:00 AM: ⏳ comes" in await asks(world, "anna")  # for both
    await world.person("anna").command("/okr pause on 2026-11-19 Offsite", world.channel("product"))
    reminder = "reminder Thu, 19 Nov, 10:00 AM"
    told = await asks(world, "anna")
    assert f"{reminder} (Care): ⏳ comes" in told
    assert f"{reminder} (Product): ➖ will not be sent, as it looks now: pause: Offsite" in told
    await world.go_to(LAST_CALL_AT)
    told = await asks(world, "anna")
    assert "*Wed, 18 Nov, 10:00 AM* · Care, Product: ✅ sent" in told
    assert f"{reminder} (Care): ✅ sent" in told
    assert f"{reminder} (Product): ➖ not sent: pause: Offsite" in told
    assert "last call Fri, 20 Nov, 9:00 AM: ✅ sent" in told


async def test_a_guest_without_a_team_reads_whom_to_ask(world: World) -> None:
    told = await asks(world, "gus")
    assert "Ask a lead of the team that you work with to add you" in told
    assert "sets its check-ins up" not in told
    assert "`/okr team` in a team's channel sets its check-ins up" in await asks(world, "ben")
