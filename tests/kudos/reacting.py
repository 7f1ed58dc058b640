"""What tests of reactions do again and again."""

from sqlalchemy import select

from bot.sandbox.model import Message
from storage import kudos as rows
from tests.world import HOME, World

DID = "I called the customer back & we <fixed> their import"


async def said(world: World, text: str = DID, person: str = "ben") -> Message:
    return await world.person(person).say(world.channel("care"), text)


async def react(
    world: World, message: Message, person: str = "anna", name: str = "raised_hands"
) -> None:
    await world.person(person).react(message.channel, message.ts, name)


async def unreact(world: World, message: Message, name: str = "raised_hands") -> None:
    await world.person("anna").unreact(message.channel, message.ts, name)


def told(world: World, person: str = "ben") -> list[str]:
    return [str(m.blocks) for m in world.person(person).dms() if "🙌" in m.text]


async def standing(world: World) -> int:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = await session.scalars(
            select(rows.Kudos.id).where(rows.Kudos.taken_back_at.is_(None))
        )
        return len(found.all())
