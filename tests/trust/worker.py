"""A worker as a process of its own: `python -m tests.trust.worker DATABASE MOMENT [STEP]`.

It beats once at this moment, and kills itself as it begins the step of this number.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime

from storage.db import make_engine
from tests.trust.company import Company
from tests.trust.killing import KilledError, ending


async def main(url: str, moment: str, step: str = "0") -> None:
    engine = make_engine(url)
    company = Company(engine, datetime.fromisoformat(moment))
    try:
        with ending(engine, int(step)):
            await company.beat()
    except KilledError:
        os.kill(os.getpid(), signal.SIGKILL)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
