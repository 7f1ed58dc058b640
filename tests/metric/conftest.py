"""Whoever speaks English."""

import pytest

from handlers.kit.text import Say, Texts


@pytest.fixture(scope="session")
def english() -> Say:
    return Texts().say("en-US")
