"""Changes, moves, restarts, steps of the clock and beats in any order: each once, none lost."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import Postgres, SqliteFiles
from tests.trust.deep import DEEP
from tests.trust.machine import CheckIns, Place


def thorough(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink) if DEEP else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A database of this kind."""
    source: Postgres | SqliteFiles = request.getfixturevalue(request.param)
    asyncio.run(source.prepare())
    with source.fresh() as url:
        found = Place(url)
        yield found
        found.close()


@pytest.mark.parametrize(
    ("place", "examples"),
    [
        ("sqlite_files", 100 if DEEP else 3),
        ("postgres", 25 if DEEP else 1),
    ],
    indirect=["place"],
)
def test_whatever_happens_each_is_asked_once(place: Place, examples: int) -> None:
    class Here(CheckIns):
        pass

    Here.place = place
    run_state_machine_as_test(Here, settings=thorough(examples, 40 if DEEP else 12))
