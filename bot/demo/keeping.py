"""`make demo` with `--keep DIR`: the simulated Slack is written down beside the bot's database."""

import pickle
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.sandbox.model import Workspace, World

FILE: Final = "slack.pickle"


@dataclass(frozen=True, slots=True)
class Kept:
    """A simulated Slack as it was when the demo ended."""

    now: datetime
    ids: int
    workspaces: dict[str, Workspace]

    def into(self, world: World) -> None:
        """Put everything back."""
        for workspace in self.workspaces.values():
            world.add(workspace)
        world.resume(self.ids)


def load(folder: Path) -> Kept | None:
    """What was kept in this folder; None if nothing was."""
    path = folder / FILE
    if not path.exists():
        return None
    kept: Kept = pickle.loads(path.read_bytes())  # noqa: S301 we wrote it ourselves
    return kept


def save(folder: Path, world: World) -> None:
    """Write everything down; the clock goes on from now."""
    kept = Kept(world.clock.now(), world.ids_given, world.workspaces)
    (folder / FILE).write_bytes(pickle.dumps(kept))
