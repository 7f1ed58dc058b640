"""A loop whose time a test moves on."""

import asyncio


class Jumping(asyncio.SelectorEventLoop):
    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead
