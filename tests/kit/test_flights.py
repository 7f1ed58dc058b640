"""Calls under way: many at once, none waits for another, and nothing of what ended is lost."""

import asyncio
import logging

import pytest

from handlers.kit.flights import Flights


async def _call(outcome: int, until: asyncio.Event | None = None) -> int | None:
    if until is not None:
        await until.wait()
    return outcome or None


class Book:
    """Where outcomes are written down; it may be closed for a while."""

    def __init__(self) -> None:
        self.pages: list[list[int]] = []
        self.is_closed = False

    @property
    def entries(self) -> list[int]:
        return sorted(outcome for page in self.pages for outcome in page)

    async def write(self, ended: list[int]) -> None:
        await asyncio.sleep(0)
        if self.is_closed:
            raise OSError("closed")
        self.pages.append(ended)


async def test_a_slow_call_holds_no_other() -> None:
    flights: Flights[int] = Flights(4)
    book, slow = Book(), asyncio.Event()
    flights.start([_call(1, slow), _call(2), _call(3)], book.write)
    assert flights.room == 1
    assert await flights.wait_for(3)
    assert book.entries == [2, 3]
    slow.set()
    assert await flights.all()
    assert book.entries == [1, 2, 3]
    assert flights.room == 4


async def test_what_ends_meanwhile_is_written_together() -> None:
    flights: Flights[int] = Flights(50)
    book = Book()
    flights.start((_call(n) for n in range(1, 41)), book.write)
    await flights.all()
    assert len(book.entries) == 40
    assert len(book.pages) < 5


async def test_what_cannot_be_written_down_is_kept_until_it_can(
    caplog: pytest.LogCaptureFixture,
) -> None:
    flights: Flights[int] = Flights(3)
    book = Book()
    book.is_closed = True
    with caplog.at_level(logging.CRITICAL):
        flights.start([_call(1), _call(2)], book.write)
        assert not await flights.wait_for(3)
    assert flights.room == 1
    book.is_closed = False
    flights.land()
    await flights.all()
    assert book.entries == [1, 2]
    assert flights.room == 3


async def test_a_call_that_came_to_nothing_leaves_its_room() -> None:
    flights: Flights[int] = Flights(1)
    book = Book()
    flights.start([_call(0)], book.write)
    await flights.all()
    assert (book.pages, flights.room) == ([], 1)


async def test_the_end_waits_for_what_is_under_way_but_not_for_ever() -> None:
    flights: Flights[int] = Flights(2)
    book = Book()
    flights.start([_call(1), _call(2, asyncio.Event())], book.write)
    await flights.end(asyncio.get_running_loop().time() + 0.05, 0.05)
    assert book.pages == [[1]]
    assert flights.room == 2


async def test_the_end_comes_though_nothing_can_be_written_down() -> None:
    flights: Flights[int] = Flights(4)

    async def hang(_: list[int]) -> None:
        await asyncio.Event().wait()

    flights.start([_call(1), _call(2, asyncio.Event())], hang)
    async with asyncio.timeout(10):
        await flights.end(asyncio.get_running_loop().time() + 0.05, 0.05)
    assert not await flights.all()
