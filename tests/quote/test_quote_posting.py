"""The weekly quote: which one, when, how it is shown, and how it is recalled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.sandbox.model import Message
from handlers.quote import flows
from handlers.quote.rules import Consent, Draft, Moment, Touchpoint
from storage.quote import Quote
from storage.schedule import Occurrence
from tests.companies import add_kr, set_up_team
from tests.world import HOME, World

MONDAY = "Mon 15:00"


async def save(
    world: World,
    team: str,
    text: str = "So quick!",
    consent: Consent = Consent.INTERNAL,
    *,
    by: str = "U0BEN",
    kr: int | None = None,
) -> int:
    draft = Draft(
        team_id=team,
        text=text,
        customer="Marta of Acme",
        touchpoint=Touchpoint.USE,
        moment=Moment.DELIGHT,
        consent=consent,
        kr_number=kr,
        source_channel=None,
        source_ts=None,
    )
    deps = world.bot.deps
    async with deps.sessions.workspace(HOME) as session:
        author = await deps.reader(session, by)
        return (await flows.save(session, draft, author, world.clock.now())).number


def quotes(world: World, channel: str = "care") -> list[Message]:
    return [m for m in world.posted(channel) if m.text.startswith("💬")]


async def weeks(world: World) -> list[tuple[str, str | None]]:
    """What became of the quote's occurrences, oldest first."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = await session.scalars(
            select(Occurrence).where(Occurrence.kind == "quote.post").order_by(Occurrence.due_at)
        )
        return [(row.state, row.reason) for row in found]


async def test_the_newest_quote_is_posted_on_monday_once_and_the_next_week_another(
    world: World,
) -> None:
    team = await set_up_team(world)
    for words in ("For the digest after that", "For the Monday after", "The newest one"):
        await save(world, team, words)
        await world.go_to(world.clock.now() + timedelta(minutes=10))
    monday = world.moment(MONDAY)
    await world.go_to(monday - timedelta(seconds=1))
    assert quotes(world) == []
    await world.go_to(monday)
    (post,) = quotes(world)
    assert "> The newest one\\n💚 a customer, while using it · Q-3" in str(post.blocks)
    assert (post.sent_at - monday).total_seconds() < 5
    await world.go_to(monday + timedelta(days=7, minutes=1))
    assert "> For the Monday after" in str(quotes(world)[-1].blocks)
    await world.go_to(monday + timedelta(days=14, minutes=1))
    assert len(quotes(world)) == 2
    assert await weeks(world) == [
        ("done", None),
        ("done", None),
        ("skipped", "no quote to post"),
        ("due", None),
    ]


async def test_a_quote_comes_again_after_ninety_days_at_the_earliest(world: World) -> None:
    team = await set_up_team(world)
    await save(world, team)
    deps = world.bot.deps
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    posted_at = quotes(world)[0].sent_at
    async with deps.sessions.workspace(HOME, reading=True) as session:
        just_before = posted_at + timedelta(days=89, hours=23)
        assert await flows.pick([team], just_before).read(session) == {}
        later = posted_at + timedelta(days=90, minutes=1)
        again = (await flows.pick([team], later).read(session)).get(team)
        assert again is not None
        assert again.number == 1


@pytest.mark.parametrize("consent", list(Consent))
async def test_a_customer_is_named_only_with_approval(world: World, consent: Consent) -> None:
    team = await set_up_team(world)
    await save(world, team, consent=consent)
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    shown = str([m.blocks for m in quotes(world)])
    assert ("So quick!" in shown) == (consent not in (Consent.DECLINED, Consent.EXPIRED))
    assert ("Marta" in shown) == (consent is Consent.APPROVED)


async def test_a_quote_can_ping_nobody(world: World) -> None:
    team = await set_up_team(world)
    await save(world, team, "Tell <!channel> & <@U0ANNA>\n<https://evil.example|your bank>")
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    (post,) = quotes(world)
    said = post.blocks[1]["text"]["text"]
    assert "> Tell &lt;!channel&gt; &amp; &lt;@U0ANNA&gt;\n> &lt;https://evil" in said
    assert "<" not in str(post.blocks)
    assert "<" not in post.text


async def test_two_thousand_characters_of_entities_still_fit(world: World) -> None:
    team = await set_up_team(world)
    await save(world, team, "<>&" * 660)
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    assert len(quotes(world)) == 1


async def test_a_week_missed_by_more_than_three_days_is_skipped(world: World) -> None:
    team = await set_up_team(world)
    for _ in range(2):  # one is for Friday's digest
        await save(world, team)
    world.clock.move_to(world.moment(MONDAY) + timedelta(days=3, minutes=1))  # asleep meanwhile
    await world.settle()
    assert quotes(world) == []
    assert await weeks(world) == [("skipped", "missed"), ("due", None)]
    await world.go_to(world.moment(MONDAY))
    assert len(quotes(world)) == 1


async def test_a_team_saved_again_still_posts_once_a_week(world: World) -> None:
    team = await set_up_team(world)
    await save(world, team)
    await save(world, team)
    deps = world.bot.deps
    async with deps.sessions.workspace(HOME) as session:
        await flows.plan_posts(session, team, world.clock.now())
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    assert len(quotes(world)) == 1


async def test_recall_deletes_every_copy_and_it_is_never_posted_again(world: World) -> None:
    team = await set_up_team(world)
    await save(world, team)
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    assert len(quotes(world)) == 1
    reply = await world.person("ben").command("/quote recall q1", world.channel("product"))
    assert reply.text.startswith("Q-1 is recalled, and the copy that I posted")
    await world.settle()
    assert quotes(world) == []
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        assert await session.scalar(select(Quote.recalled_at)) is not None
        much_later = world.clock.now() + timedelta(days=200)
        assert await flows.pick([team], much_later).read(session) == {}
    again = await world.person("ben").command("/quote recall Q-1", world.channel("product"))
    assert again.text == "Q-1 has been recalled already."


async def test_a_quote_recalled_while_it_waits_for_the_bot_is_never_posted(world: World) -> None:
    people = ["U0ANNA", "U0BEN"]
    world.sandbox.add_channel(HOME, "secret", members=people, kind="private", with_bot=False)
    team = await set_up_team(world, "secret", members=("anna", "ben"))
    await save(world, team)
    await world.go_to(world.moment(MONDAY) + timedelta(minutes=1))
    ben = world.person("ben")
    assert any("I am not in" in m.text for m in world.person("anna").dms())
    await ben.command("/quote recall Q-1", world.channel("care"))
    await ben.invite(world.channel("secret"), world.home.bot_user)
    await world.settle()
    assert [m for m in world.place("secret").messages.values() if m.bot_id] == []
    assert not any("could not post" in m.text for m in world.person("anna").dms())


@pytest.mark.parametrize(
    ("person", "allowed"), [("ben", True), ("eve", True), ("anna", True), ("chen", False)]
)
async def test_who_saved_it_a_lead_or_an_admin_may_recall(
    world: World, person: str, allowed: bool
) -> None:
    team = await set_up_team(world, members=("eve", "ben", "chen"))  # Eve leads, Anna is an admin
    await save(world, team, by="U0BEN")
    reply = await world.person(person).command("/quote recall Q-1", world.channel("care"))
    assert ("is recalled" in reply.text) == allowed
    assert ("<@U0BEN>" in reply.text) != allowed


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("recall", "Which quote?"),
        ("recall Q-9", "There is no Q-9 here."),
        ("recall 999999999", "There is no Q-999999999 here."),
    ],
)
async def test_a_recall_of_nothing_is_explained(world: World, line: str, answer: str) -> None:
    await set_up_team(world)
    reply = await world.person("ben").command(f"/quote {line}", world.channel("care"))
    assert answer in reply.text


async def test_a_quote_of_the_neighbour_is_no_quote_here(world: World) -> None:
    await save(world, await set_up_team(world))
    await set_up_team(world, "nextdoor", members=("nia",))
    reply = await world.person("nia").command("/quote recall Q-1", world.channel("nextdoor"))
    assert "There is no Q-1 here." in reply.text


async def test_a_kr_shows_what_customers_said_and_who_was_thanked(world: World) -> None:
    team = await set_up_team(world)
    await add_kr(world, team, 3, "Answer in 4 h")
    await save(world, team, "They answered <at once>", kr=3)
    anna = world.person("anna")
    await anna.command("/kudos @ben for the new rota KR-3", world.channel("care"))
    reply = await anna.command("/okr show KR-3", world.channel("care"))
    shown = str(reply.blocks)
    assert "They answered &lt;at once&gt;" in shown
    assert "a customer, while using it · Q-1" in shown
    assert "<@U0ANNA> → <@U0BEN>: the new rota" in shown
    assert "rota KR-3" not in shown
