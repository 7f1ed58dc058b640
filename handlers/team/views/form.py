"""The form that sets a team up, and the two small ones on the way to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, channel_link
from handlers.team import rules
from handlers.team.rules import Draft, Note
from handlers.team.views.rhythm import rhythm_fields, time_field, weekday_field
from handlers.team.views.votes import votes_field
from handlers.team.views.zones import zone_select

SAVE: Final = "team.save"
BEGIN: Final = "team.begin"  # a button
EDIT: Final = "team.edit"  # a button: its value is a team's id
WHERE: Final = "team.where"
WAITING: Final = "team.waiting"

NAME: Final = "name"
MEMBERS: Final = "members"
LEADS: Final = "leads"
ZONE: Final = "zone"
LANGUAGE: Final = "language"
DIGEST_DAY: Final = "digest_day"
DIGEST_TIME: Final = "digest_time"
CHANNEL: Final = "channel"


def setup_form(
    say: Say, draft: Draft, own_zone: str, now: datetime, *, external_id: str | None = None
) -> Block:
    """Everything about a team on one page; `external_id` is how it is found again to update."""
    new = draft.team_id is None
    view = blocks.modal(
        SAVE,
        say("Set up a team") if new else say("Your team"),
        _fields(say, draft, own_zone, now),
        submit=say("Save"),
        close=say("Cancel"),
        metadata={"channel": draft.channel, "team": draft.team_id, "version": draft.version},
    )
    return view | ({"external_id": external_id} if external_id else {})


def _fields(say: Say, draft: Draft, own_zone: str, now: datetime) -> Iterator[Block]:
    setup = draft.setup
    yield blocks.section(
        say(
            "{channel} becomes this team's home. The defaults suit most teams, and you can change"
            " everything later with `/okr team`.",
            channel=channel_link(draft.channel),
        )
        if draft.team_id is None
        else say("{channel} is this team's home.", channel=channel_link(draft.channel))
    )
    yield blocks.field(
        say("Name"),
        blocks.text_input("team.name", initial=setup.name, longest=rules.LONGEST_NAME),
        block_id=NAME,
    )
    yield from _people(say, draft)
    yield blocks.field(
        say("Time zone"),
        zone_select(say, "team.zone", setup.zone, own_zone, now),
        block_id=ZONE,
        hint=say("For the digest, and for the end of each round."),
    )
    yield blocks.field(
        say("Language in the channel"), _languages(setup.language), block_id=LANGUAGE
    )
    yield from rhythm_fields(say, draft)
    yield votes_field(say, votes=setup.votes)
    yield weekday_field(say, say("Digest day"), setup.digest_weekday, DIGEST_DAY)
    yield time_field(say("Digest time"), setup.digest_time, DIGEST_TIME)


def _people(say: Say, draft: Draft) -> Iterator[Block]:
    # Until Slack has said who is in the channel there is no field for members, only a line.
    # An update of the view then brings the field, filled in; what was typed elsewhere stays.
    if draft.members_known:
        yield blocks.field(
            say("Members"),
            blocks.people_select("team.members", initial=draft.setup.members[: rules.MOST_MEMBERS]),
            block_id=MEMBERS,
            hint=_note(say, draft.note),
        )
    else:
        yield blocks.context(
            say("Looking up who is in {channel}…", channel=channel_link(draft.channel))
        )
    yield blocks.field(
        say("Leads"),
        blocks.people_select("team.leads", initial=draft.setup.leads),
        block_id=LEADS,
        hint=say("They write the team's objectives and key results, and can change this form."),
    )


def _note(say: Say, note: Note | None) -> Mrkdwn:
    if note is Note.UNSEEN:
        return say(
            "I cannot see who is in this private channel. Choose the members, and type /invite"
            " @Delight there so that I can post."
        )
    if note is Note.CROWD:
        return say("More than 100 people are in this channel: choose those in your team.")
    if note is Note.SILENT:
        return say("Slack did not tell me who is in this channel. Choose the members.")
    return say("Each of them gets one short card a round. Leave out those who only read along.")


def _languages(chosen: str) -> Block:
    options = [blocks.option(name, locale) for locale, name in rules.LANGUAGES.items()]
    return blocks.select("team.language", options, initial=chosen)


def where_form(say: Say) -> Block:
    """Which channel: for somebody who starts from Home."""
    picker = {
        "type": "conversations_select",
        "action_id": "team.channel",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"]},
    }
    return blocks.modal(
        WHERE,
        say("Set up a team"),
        [
            blocks.field(
                say("Which channel is your team's home?"),
                picker,
                block_id=CHANNEL,
                hint=say(
                    "The summary and the digest go there. Next: who is in the team, and when."
                ),
            )
        ],
        submit=say("Next"),
        close=say("Cancel"),
    )


def waiting(say: Say, channel: str, external_id: str) -> Block:
    """Shown for the moment in which Slack is asked about the channel."""
    text = say("One moment: I am looking at {channel}…", channel=channel_link(channel))
    view = blocks.modal(WAITING, say("Set up a team"), [blocks.section(text)], close=say("Cancel"))
    return view | {"external_id": external_id}


def refused(say: Say, reason: str) -> Block:
    """In place of the form, when it turns out that this person cannot have it."""
    return blocks.modal(WAITING, say("Set up a team"), [blocks.section(reason)], close=say("Close"))
