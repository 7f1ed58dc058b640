"""A PostgreSQL that compares texts the other way round than Python does.

What takes the database's order for that of Python goes wrong in Danish where an id begins with aa,
and here with nearly all. The locale is made with glibc's `localedef` and what Debian has in its
package `locales`; without them such tests are skipped and say so; with REQUIRE_LOCALES=1 they fail.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.databases import Postgres

_NAME: Final = "xx_XX.UTF-8"
_WEIGHTS: Final = "\n".join(f"<U{code:04X}>" for code in range(ord("~"), ord(" ") - 1, -1))
_SOURCE: Final = f"""comment_char %
escape_char /
LC_CTYPE
copy "i18n"
END LC_CTYPE
LC_COLLATE
order_start forward
{_WEIGHTS}
UNDEFINED
order_end
END LC_COLLATE
"""


@contextmanager
def backwards(folder: Path) -> Iterator[Postgres]:
    """A server in this folder, all of whose databases are so."""
    _make(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCPATH", str(folder))
        patch.setenv("LC_ALL", _NAME)
        server = Postgres(folder)
    server.forget_power_cuts()
    yield server
    server.stop()


def _make(folder: Path) -> None:
    source, made = folder / "backwards", folder / _NAME
    source.write_text(_SOURCE, encoding="ascii")
    if program := shutil.which("localedef"):
        # -c: what it does not say, such as how dates are written, is no mistake.
        command = (program, "-c", "--quiet", "--no-archive", "-i", source, "-f", "UTF-8", made)
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 ours
    if not (made / "LC_COLLATE").is_file():
        why = "localedef and the sources of locales are not installed"
        if os.environ.get("REQUIRE_LOCALES") == "1":
            pytest.fail(f"{why}; REQUIRE_LOCALES=1 asks for them")
        pytest.skip(why)
