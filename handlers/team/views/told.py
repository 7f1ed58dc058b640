"""What a channel and its leads are told about a team."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.team.rules import Setup, Unfit
from handlers.team.views.rhythm import next_days, rhythm_words
from handlers.team.views.zones import zone_name


def confirmation(
    say: Say, setup: Setup, by: str, *, is_new: bool, coming: Sequence[date] = ()
) -> Block:
    """For the channel: who leads, and when what happens; `coming`: the days of the next rounds."""
    first = (
        say("*{team}* is set up, and this is its home.", team=setup.name)
        if is_new
        else say("{who} changed how *{team}* works.", who=mention(by), team=setup.name)
    )
    facts = [
        say("*Led by*\n{leads}", leads=[mention(id_) for id_ in setup.leads]),
        say.plural("*Members*\n{n} person", "*Members*\n{n} people", len(setup.members)),
        say("*Check-in*\n{when}", when=rhythm_words(say, setup)),
        say(
            "*Digest*\n{weekday} {time}, {zone}",
            weekday=say.weekday(setup.digest_weekday),
            time=say.clock(setup.digest_time),
            zone=zone_name(say, setup.zone),
        ),
    ]
    body = [blocks.section(first), blocks.section(fields=facts)]
    if coming:
        body.append(blocks.context(next_days(say, coming)))
    if is_new:
        body.append(
            blocks.context(
                say("Next: a lead types `/okr new` and writes down the first objective.")
            )
        )
    return blocks.message(first, body)


def left_out(say: Say, team: str, people: Mapping[str, Unfit]) -> Block:
    """For whoever saved the team: some turned out not to be people who can answer."""
    lines = [_reason(say, mention(id_), why) for id_, why in sorted(people.items())]
    text = say(
        "I took these out of *{team}*, since they cannot answer a check-in:\n{people}",
        team=team,
        people=Mrkdwn("\n".join(lines)),
    )
    return blocks.message(text, [blocks.section(text)])


def _reason(say: Say, who: Mrkdwn, why: Unfit) -> Mrkdwn:
    if why is Unfit.BOT:
        return say("• {who} is an app", who=who)
    if why is Unfit.DELETED:
        return say("• {who} is deactivated", who=who)
    return say("• {who} belongs to another company", who=who)
