"""An update of a second key result in a line is never lost into the note of the first."""

import re

import pytest

from handlers.okr.rules.kinds import Step
from tests.okr.stage import BEN, RESPONSE, SCORE, Make
from tests.okr.test_steps import going
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("45 KR-2 12", "45", "12"),
        ("45; KR-2 12 h", "45", "12 h"),
        ("45 and kr2: 12", "45", "12"),
        ("45 better, KR-2 12", "45 better", "12"),
        ("45\nKR-2 12 fewer calls", "45", "12 fewer calls"),
        ("45 at risk: no phones, KR-2 12", "45 at risk: no phones", "12"),
    ],
)
@on_one_database
async def test_a_second_key_result_in_a_line_is_sent_by_itself(
    care: World, make: Make, line: str, first: str, second: str
) -> None:
    await make(BEN, SCORE, RESPONSE)
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    lines = re.findall("`/okr update ([^`]+)`", seen.text)
    assert lines == [f"KR-1 {first}", f"KR-2 {second}"]
    assert await past(care, 1) == await past(care, 2) == []


@pytest.mark.parametrize(
    "line", ["1 KR-2 66", "1; KR-2 66", "tool: KR-2 66", "1 at risk: no phones; KR-2 66"]
)
@on_one_database
async def test_so_is_one_behind_a_step(care: World, line: str) -> None:
    await going(care, Step("Choose a tool"), Step("Ask"))
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert "`/okr update KR-2 66`" in seen.text
    assert await past(care, 1) == []


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("45 thanks to KR-3 2 weeks earlier", "thanks to KR-3 2 weeks earlier"),
        ("45, see KR-3", "see KR-3"),
        ("45 slower, KR-3 3 days late", "slower, KR-3 3 days late"),
    ],
)
@on_one_database
async def test_a_note_may_name_another_key_result(
    care: World, make: Make, line: str, note: str
) -> None:
    await make(BEN, SCORE, RESPONSE)
    await typed(care, "ben", f"/okr update KR-1 {line}")

    (done,) = await past(care, 1)
    assert (str(done.value), done.note) == ("45", note)
