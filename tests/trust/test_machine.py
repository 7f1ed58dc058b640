"""Changes, moves, restarts, steps of the clock and beats in any order: each once, none lost."""

import asyncio
import os
from collections.abc import Iterator
from functools import partial
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import Postgres, SqliteFiles
from tests.trust.machine import CheckIns, Place

DEEP: Final = bool(os.environ.get("TRUST"))  # `make trust`


def thorough(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
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
        ("sqlite_files", int(os.environ.get("N", "8"))),
        ("postgres", int(os.environ.get("N", "8")) // 4),
    ],
    indirect=["place"],
)
def test_whatever_happens_each_is_asked_once(place: Place, examples: int) -> None:
    how = thorough(examples, 15)
    run_state_machine_as_test(partial(CheckIns, place), settings=how)
