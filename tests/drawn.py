"""Charts of tests, drawn by one process for all of them: to import matplotlib takes it longer than
most tests take. tests/kit/test_charts.py has children of its own, as the bot does.
"""

import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from handlers.kit.drawing import draw_line

ROOT: Final = Path(__file__).parents[1]
_KEPT: Final[list[subprocess.Popen[bytes]]] = []  # what was begun, for as long as this process
_ONE_AT_A_TIME: Final = threading.Lock()  # what matplotlib is told of fonts holds for all threads


@cache
def command() -> tuple[str, ...]:
    """What a Drawer is to start; the process behind it begins with the first call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        handle, port = listening.fileno(), listening.getsockname()[1]
        _KEPT.append(
            subprocess.Popen(  # noqa: S603 ours
                [sys.executable, "-m", "tests.drawn", str(handle)],
                stdin=subprocess.PIPE,  # it ends with it, and so with us
                pass_fds=(handle,),
                cwd=ROOT,
                start_new_session=True,
            )
        )
    return (sys.executable, "-I", "-S", str(ROOT / "tests" / "relaying.py"), str(port))


def _draw_for(there: socket.socket) -> None:
    with suppress(OSError), there, there.makefile("rb") as charts:  # a Drawer may end at any time
        for line in charts:
            with _ONE_AT_A_TIME:
                picture = draw_line(line)
            there.sendall(picture)


def _end_with_standard_input() -> None:
    sys.stdin.read()
    os._exit(0)


def main(listening: socket.socket) -> None:
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    while True:
        there, _ = listening.accept()
        threading.Thread(target=_draw_for, args=(there,), daemon=True).start()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
