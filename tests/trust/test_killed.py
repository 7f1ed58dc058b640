"""A worker that ends at every step of a round: another one goes on, and all comes to the same."""

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.trust.deep import DEEP
from tests.trust.week import begun, worked_off

STEPS = 200  # of one beat; more than there are


async def test_a_worker_that_ends_at_any_step_of_a_round_leaves_it_to_the_next(
    engine: AsyncEngine,
) -> None:
    whole = await begun(engine, "T0WHOLE")
    assert await worked_off(whole) == 0
    wanted = (await whole.seen()).outcome()
    await whole.end()
    ended = 0
    for step in range(1, STEPS, _every(engine)):
        one = await begun(engine, f"T{step}")
        killed = await worked_off(one, step)
        assert (await one.seen()).outcome() == wanted, f"killed at step {step}"
        await one.end()
        if not killed:
            break
        ended += killed
    print(f"{ended} workers ended, at up to {step} steps of what is due at one moment")  # noqa: T201 a figure
    assert ended >= 8


def _every(engine: AsyncEngine) -> int:
    """Which steps: `make trust` takes each, on both databases."""
    return 1 if DEEP else 6 if engine.dialect.name == "sqlite" else 25
