"""Many signed requests at once, each answer waited for: what users do, as lean as it can be."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.processes import signed

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers a second, and how long each took, sorted; `processor`: the seconds
    that this process has worked for it, also as the Slack that was asked meanwhile.
    """

    per_second: float
    seconds: Sequence[float]
    processor: float

    @property
    def count(self) -> int:
        return len(self.seconds)

    def percentile(self, share: float) -> float:
        """The time, in seconds, within which this share of the answers came."""
        return self.seconds[min(int(self.count * share), self.count - 1)]


def request(secret: str, body: str, content_type: str) -> bytes:
    """A whole HTTP request as Slack would send it now, for a connection that stays open."""
    headers = signed(secret, body, content_type)
    data = body.encode()
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines += ["Host: 127.0.0.1", f"Content-Length: {len(data)}"]
    return "\r\n".join(["POST /slack/events HTTP/1.1", *lines, "", ""]).encode() + data


async def load(
    ports: Sequence[int], requests: Iterator[bytes], *, at_once: int, seconds: float, answer: bytes
) -> Load:
    """Send for so long over `at_once` connections, spread over the ports.

    Each answer is a 200 that has these bytes in it, or this fails.
    """
    ready = [next(requests) for _ in range(int(seconds * 6000))]  # signed before the time runs
    left, took = iter(ready), list[float]()
    worked, began = time.process_time(), time.perf_counter()
    end = began + seconds
    async with asyncio.TaskGroup() as group:
        for number in range(at_once):
            port = ports[number % len(ports)]
            group.create_task(_one_after_the_other(port, left, end, answer, took))
    per_second = len(took) / (time.perf_counter() - began)
    return Load(per_second, sorted(took), time.process_time() - worked)


async def _one_after_the_other(
    port: int, requests: Iterator[bytes], end: float, answer: bytes, took: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (began := time.perf_counter()) < end:
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        took.append(time.perf_counter() - began)
        assert head.startswith(b"HTTP/1.1 200"), head
        assert answer in body, body
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.partition(b"\r")[0])
