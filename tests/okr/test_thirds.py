"""Shares of steps as people read them: two of three are 66 %, as the bar says."""

from datetime import timedelta

from handlers.okr.rules.kinds import Step
from tests.okr.stage import words
from tests.okr.test_steps import going
from tests.okr.test_update import typed
from tests.trust.deep import on_one_database
from tests.world import World

THREE = (Step("Ask ten customers"), Step("Train the team"), Step("Run the pilot"))


@on_one_database
async def test_thirds_are_told_as_the_bar_tells_them(care: World) -> None:
    await going(care, *THREE)
    for step in (1, 2, 3):
        told = words((await typed(care, "ben", f"/okr update KR-1 {step}")).blocks)
        assert ".3" not in told
        assert ".6" not in told
        care.clock.move_to(care.clock.now() + timedelta(minutes=1))
        if step == 2:
            for line in ("show KR-1", "list", "tree"):
                shown = words((await typed(care, "ben", f"/okr {line}")).blocks)
                assert "66 %" in shown
                assert "66.6" not in shown

    past = words((await typed(care, "ben", "/okr history KR-1")).blocks)
    assert "*33 %*" in past
    assert "*66 %* by <@U0BEN> · +33 points" in past
    assert "*100 %* by <@U0BEN> · +34 points" in past
