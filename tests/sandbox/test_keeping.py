"""A demo that is kept goes on where it ended, and says so where it cannot."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.demo import keeping
from bot.manifest import make_manifest
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def sandbox() -> Sandbox:
    return Sandbox(ManualClock(NOW), make_manifest(FEATURES, "http"))


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    before, after = sandbox(), sandbox()
    before.add_workspace("T1", "Home", "home", token="xoxb-1")
    before.add_person("T1", Person("U1", "ann", "Ann"))
    keeping.save(tmp_path, before.world)
    kept = keeping.load(tmp_path)
    assert kept is not None
    assert kept.now == NOW
    kept.into(after.world)
    assert after.world.workspaces == before.world.workspaces
    found = after.world.workspace_of("xoxb-1")
    assert found is not None
    assert "U1" in found.people


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert keeping.load(tmp_path) is None


def test_what_another_version_kept_is_named_and_what_to_do(tmp_path: Path) -> None:
    keeping.save(tmp_path, sandbox().world)
    file = tmp_path / keeping.FILE
    kept = pickle.loads(file.read_bytes())  # noqa: S301 written a line before
    for other in (pickle.dumps(replace(kept, shape={"Workspace": ("id",)})), b"", b"half"):
        file.write_bytes(other)
        with pytest.raises(keeping.KeptError, match="another version of Delight") as found:
            keeping.load(tmp_path)
        assert str(tmp_path) in str(found.value)
