"""Whether to look as deeply as `make trust` does, or as quickly as every run of the tests."""

import os
from typing import Final

DEEP: Final = bool(os.environ.get("TRUST"))
# What shows how people are answered needs no second database in every run.
DATABASES: Final = ("sqlite", "postgresql") if DEEP else ("sqlite",)
