"""Whether to look as deeply as `make trust` does, or as quickly as every run of the tests."""

import os
from typing import Final

import pytest

DEEP: Final = bool(os.environ.get("TRUST"))
# What shows how people are answered needs no second database in every run, where a neighbour
# runs the same statements on it.
DATABASES: Final = ("sqlite", "postgresql") if DEEP else ("sqlite",)
on_one_database: Final = pytest.mark.parametrize("database", DATABASES, indirect=True)
