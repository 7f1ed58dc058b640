"""From draft to closed: who takes which step, what the channel sees, what stays of it."""

from tests.objective.stage import a_draft, history, read, row, tap, typed
from tests.okr.stage import EVE, Make, words
from tests.world import World


async def test_smoke(care: World, make: Make) -> None:
    await a_draft(care, make, EVE)
    shown = await typed(care, "eve", "/okr show O-1")
    print(words(shown.blocks))
    print([e["action_id"] for b in shown.blocks for e in b.get("elements", ()) if "action_id" in e])
    proposed = await tap(care, "eve", shown.message, "objective.to_proposed")
    print(words(proposed.blocks))
    await care.settle()
    (post,) = care.posted("care")
    print(words(post.blocks))
    agreed = await tap(care, "ben", post, "objective.to_agreed")
    await care.settle()
    print([words(m.blocks) for m in care.posted("care")])
    post = care.posted("care")[0]
    await tap(care, "eve", post, "objective.to_active")
    await care.settle()
    print([words(m.blocks) for m in care.posted("care")])
    print(await history(care))
    print(await read(care, "eve", "/okr show KR-1"))
    print((await row(care)).stage)
    print(await read(care, "eve", "/okr drafts"))
    print(await read(care, "eve", "/okr edit KR-1"))
    assert 0
