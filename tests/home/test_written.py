"""Writing to the app: it answers once, in the person's language, and never itself."""

from tests.world import World


async def test_whoever_writes_to_the_app_is_shown_the_way_once(world: World) -> None:
    dai = world.person("dai")
    place = await dai.open_messages()
    await dai.say(place.id, "哈囉，KR-1 現在是 45")
    await world.settle()
    (answer,) = [m for m in dai.dms() if m.bot_id]
    assert "`/okr help`" in answer.text
    assert answer.text.startswith("我只看指令")


async def test_what_is_said_in_channels_is_none_of_its_business(world: World) -> None:
    await world.person("anna").say(world.channel("care"), "Delight, are you there?")
    await world.settle()
    assert world.posted("care") == []
    assert world.person("anna").dms() == []
