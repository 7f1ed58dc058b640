"""The message to a lead: who is missing. It blames nobody."""

from typing import Final

from handlers.checkin.rules.missing import Missing, Told
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention

SHOWN: Final = 40  # people of each kind
TEAMS: Final = 20


def who_is_missing(reader: Reader, told: Told) -> Block:
    """Each team with its people, by name."""
    say = reader.say
    title = say("Who has not answered the check-in yet")
    shown = [blocks.section(Mrkdwn(f"*{title}*"))]
    shown += [blocks.section(_team(reader, one)) for one in told.teams[:TEAMS]]
    shown.append(
        blocks.context(say("Only leads are told, once, on the last morning. Late answers count."))
    )
    return blocks.message(title, shown)


def _team(reader: Reader, one: Missing) -> Mrkdwn:
    say = reader.say
    lines = [
        say(
            "*{team}*, round of {day}, open until {closes}",
            team=one.team_name,
            day=say.day(one.day, weekday=True),
            closes=say.until(one.closes_at, reader.zone),
        ),
        say("Not answered yet: {people}", people=_people(say, one.silent)),
    ]
    if one.away:
        lines.append(say("Away, and not missed: {people}", people=_people(say, one.away)))
    return Mrkdwn("\n".join(lines))


def _people(say: Say, ids: tuple[str, ...]) -> list[Mrkdwn]:
    more = len(ids) - SHOWN
    rest = [say.plural("{n} more", "{n} more", more)] if more > 0 else []
    return [*(mention(id_) for id_ in ids[:SHOWN]), *rest]
