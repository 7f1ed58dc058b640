"""`make demo` with `--keep DIR`: the simulated Slack is written down beside the bot's database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from bot.sandbox.model import Workspace, World

FILE: Final = "slack.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A simulated Slack as it was when the demo ended."""

    now: datetime
    ids: int
    workspaces: dict[str, Workspace]

    def into(self, world: World) -> None:
        """Put everything back."""
        world.workspaces.update(self.workspaces)
        world.resume(self.ids)


_KEPT: Final = TypeAdapter(
    Kept, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
)


def load(folder: Path) -> Kept | None:
    """What was kept in this folder; None if nothing was."""
    path = folder / FILE
    return _KEPT.validate_json(path.read_bytes()) if path.exists() else None


def save(folder: Path, world: World) -> None:
    """Write everything down; the clock goes on from now."""
    kept = Kept(world.clock.now(), world.ids_given, world.workspaces)
    (folder / FILE).write_bytes(_KEPT.dump_json(kept))
