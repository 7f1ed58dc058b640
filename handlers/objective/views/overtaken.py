"""What others changed while a form was open, so that its writer decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Say, mention
from handlers.okr.rules.audit import Noted
from handlers.okr.views import change_line

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What was changed since the form was shown, newest first."""

    since: Sequence[Noted]
    unit: str = ""
    teams: Mapping[str, str] = field(default_factory=dict)


def overtaken_rows(say: Say, overtaken: Overtaken) -> list[Block]:
    """Who changed what, and how to decide."""
    who = [mention(id_) for id_ in dict.fromkeys(one.author_id for one in overtaken.since)]
    told = say(
        ":warning: {who} saved changes while you were writing, so yours are not saved yet.",
        who=list(who),
    )
    lines = [
        blocks.context(change_line(say, one, overtaken.unit, overtaken.teams))
        for one in overtaken.since[:SHOWN]
    ]
    choice = say(
        "What you typed is still here; what you had left alone shows theirs. Look at it, and save"
        " once more."
    )
    return [blocks.section(told), *lines, blocks.context(choice), blocks.divider()]
