"""The bare loop beside the outbox: the same messages by AsyncWebClient, and nothing kept."""

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True)
class Told:
    """What the loop is told on its standard input, as JSON."""

    url: str
    tokens: list[str]
    targets: list[tuple[int, str]]  # which token, and to whom
    message: dict[str, Any]
    at_once: int


async def run(told: Told) -> None:
    """Send everything, so many at once."""
    room = asyncio.Semaphore(told.at_once)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        clients = [
            AsyncWebClient(token=token, base_url=told.url, session=http, retry_handlers=[])
            for token in told.tokens
        ]

        async def post(number: int, target: str) -> None:
            async with room:
                await clients[number].chat_postMessage(channel=target, **told.message)

        await asyncio.gather(*(post(number, target) for number, target in told.targets))


if __name__ == "__main__":
    asyncio.run(run(Told(**json.loads(sys.stdin.read()))))
