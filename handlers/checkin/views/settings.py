"""The small form in which everybody decides for themselves."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from handlers.checkin.rules.settings import Settings, read_profile
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.nudge.rules import Profile

SETTINGS: Final = "checkin.settings"  # a button
SAVE_SETTINGS: Final = "checkin.save_settings"
REMINDERS: Final = "reminders"
WALL: Final = "wall"
COUNTRY: Final = "country"
STAND_IN: Final = "stand_in"
_TEAMS: Final = "team"  # in the place of a time
_HALF_HOURS: Final = tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))


def settings_button(say: Say) -> Block:
    return blocks.button(say("Check-in settings"), SETTINGS)


def settings_form(reader: Reader, now_set: Settings) -> Block:
    say = reader.say
    return blocks.modal(
        SAVE_SETTINGS,
        say("Your check-ins"),
        _fields(say, now_set),
        submit=say("Save"),
        close=say("Cancel"),
        metadata={},
    )


def _fields(say: Say, now_set: Settings) -> Iterator[Block]:
    yield blocks.context(say("These are yours alone, for all your teams."))
    yield blocks.field(say("Reminders"), _profiles(say, now_set.reminders), block_id=REMINDERS)
    yield blocks.field(
        say("When I ask you"),
        _times(say, now_set.wall),
        block_id=WALL,
        hint=say("By your own clock, wherever you are."),
    )
    yield blocks.field(
        say("Public holidays of"),
        blocks.text_input("checkin.country", initial=now_set.country, longest=60),
        block_id=COUNTRY,
        optional=True,
        hint=say("Such as DE, or DE-BY for a part. Left empty, the country of your time zone."),
    )
    yield blocks.field(
        say("Who stands in for you"),
        blocks.people_select(
            "checkin.stand_in", initial=[now_set.stand_in] if now_set.stand_in else [], most=1
        ),
        block_id=STAND_IN,
        optional=True,
        hint=say("Your key results stand on their card while you are away."),
    )


def _profiles(say: Say, chosen: Profile) -> Block:
    options = [
        blocks.option(
            say("Standard"),
            Profile.STANDARD,
            say("The day after at 10:00, and on the last morning at 9:00"),
        ),
        blocks.option(say("Light"), Profile.LIGHT, say("Only on the last morning")),
        blocks.option(say("Off"), Profile.OFF, say("None; your card still comes")),
    ]
    return blocks.radio("checkin.reminders", options, initial=chosen)


def _times(say: Say, chosen: time | None) -> Block:
    """Every half hour, and what was typed otherwise."""
    walls = sorted({*_HALF_HOURS, chosen} if chosen else _HALF_HOURS)
    options = [blocks.option(say("My teams' time"), _TEAMS)]
    options += [blocks.option(say.clock(wall), f"{wall:%H:%M}") for wall in walls]
    return blocks.select("checkin.wall", options, initial=f"{chosen:%H:%M}" if chosen else _TEAMS)


def read_wall(form: Form) -> time | None:
    chosen = form.choice(WALL)
    return None if chosen in (None, _TEAMS) else time.fromisoformat(str(chosen))


def read_reminders(form: Form) -> Profile:
    return read_profile(form.choice(REMINDERS))


def settings_saved(reader: Reader, next_at: datetime | None) -> Block:
    say = reader.say
    text = say("Saved.")
    if next_at is not None:
        text = say("Saved. Your next card comes {when}.", when=say.moment(next_at, reader.zone))
    return blocks.modal(
        "checkin.settings_saved",
        say("Your check-ins"),
        [blocks.section(text), blocks.context(say("`/okr why` tells when I ask, and why not."))],
        close=say("Close"),
    )
