"""The child that a Drawer has in tests: it hands on what it reads to tests/drawn.py, and back what
that answers. It imports next to nothing, so it begins at once.
"""

import os
import select
import socket
import sys
from collections.abc import Callable

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as there:
    ends: dict[int, Callable[[bytes], object]]
    ends = {0: there.sendall, there.fileno(): lambda data: os.write(1, data)}
    while True:
        for end in select.select(list(ends), [], [])[0]:
            data = os.read(end, 65536)
            if not data:
                sys.exit()
            ends[end](data)
