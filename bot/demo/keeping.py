"""`make demo` with `--keep DIR`: the simulated Slack is written down beside the bot's database."""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.sandbox import model
from bot.sandbox.model import Workspace, World

FILE: Final = "slack.pickle"
Shape = Mapping[str, Sequence[str]]


class KeptError(Exception):
    """What was kept cannot be gone on with, and the way out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A simulated Slack as it was when the demo ended."""

    now: datetime
    ids: int
    workspaces: dict[str, Workspace]
    shape: Shape

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
    try:
        kept: Kept = pickle.loads(path.read_bytes())  # noqa: S301 we wrote it ourselves
        if kept.shape == _shape():
            return kept
    except (AttributeError, ImportError, TypeError, EOFError, pickle.UnpicklingError):
        pass  # written by a version that kept other things, or only by half
    raise KeptError(
        f"{folder}: this demo was kept by another version of Delight. Give another folder, or"
        " delete this one to begin anew"
    )


def save(folder: Path, world: World) -> None:
    """Write everything down; the clock goes on from now."""
    kept = Kept(world.clock.now(), world.ids_given, world.workspaces, _shape())
    (folder / FILE).write_bytes(pickle.dumps(kept))


def _shape() -> Shape:
    """What a simulated Slack remembers: another version may remember something else."""
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]
    return {kind.__name__: [field.name for field in fields(kind)] for kind in kinds}
