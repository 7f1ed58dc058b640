"""The team Care in the simulated Slack, as the tests of key results have it."""

from tests.okr.conftest import care, make

__all__ = ["care", "make"]
