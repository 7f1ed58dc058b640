"""What a team is set up with, and what Slack's words about people mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.kit.errors import UserError
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import Days

CHECKIN: Final = (2, time(10))  # Wednesday
DIGEST: Final = (4, time(15))  # Friday
WEEKLY: Final = "weekly"
_LATE: Final = (3, 4)  # Thursday and Friday
_LASTS: Final = 2  # days from a check-in to the end of its round
OWN: Final = "own"
AT_ONCE: Final = "team"
LONGEST_NAME: Final = 80
CHANGED: Final = "absence.changed"  # somebody left, came back, or named a stand-in: rounds follow
MOST_MEMBERS: Final = 100  # what Slack's select of people takes at once
NO_HOME: Final = ("D",)  # ids of direct messages begin so
_GROUP_DM: Final = "mpdm-"
_UNNAMED: Final = frozenset({"", "privategroup", "directmessage"})  # what commands say for a name
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {"en-US": "English", "zh-CN": "简体中文", "zh-TW": "繁體中文"}
)
_LANGUAGE_OF: Final = {"zh_CN": "zh-CN", "zh_TW": "zh-TW"}


@dataclass(frozen=True, slots=True)
class Setup:
    """What people decide about a team. Weekdays: Monday is 0."""

    name: str
    zone: str
    language: str
    checkin_weekday: int
    checkin_time: time
    digest_weekday: int
    digest_time: time
    members: tuple[str, ...]
    leads: tuple[str, ...]
    checkin_rhythm: str = WEEKLY  # as schedule.rules.rhythm writes it
    checkin_walls: str = OWN  # whose wall shows the time: each person's own, or the team's
    votes: bool = True  # whether it votes in each round how sure it is


@dataclass(frozen=True, slots=True)
class Draft:
    """A form to be filled: whose home, which team and version (None: a new one), what is in it.

    `members_known` is False until Slack has said who is in the channel; `note` says why the
    members could not be filled in. `coming` are the days of its next rounds, `firsts` those with
    which a rhythm of several weeks can begin.
    """

    channel: str
    setup: Setup
    team_id: str | None = None
    version: int = 0
    members_known: bool = True
    note: "Note | None" = None
    coming: tuple[date, ...] = ()
    firsts: tuple[date, ...] = ()


class Note(StrEnum):
    """Why the channel's members are not filled in."""

    UNSEEN = "unseen"  # a private channel that the bot is not in
    CROWD = "crowd"  # more people than a team
    SILENT = "silent"  # Slack did not say


class Unfit(StrEnum):
    """Why somebody cannot be in a team."""

    BOT = "bot"
    DELETED = "deleted"
    STRANGER = "stranger"


def ends_at_weekend(setup: Setup) -> int | None:
    """The check-in day whose round, two days long, runs into the weekend; None: there is none.

    Where the next one comes sooner, it ends before that.
    """
    made = rhythm.parse(setup.checkin_rhythm)
    days = made.days if isinstance(made, Days) else (setup.checkin_weekday,)
    following = (*days[1:], days[0] + 7)
    found = (a for a, b in zip(days, following, strict=True) if a in _LATE and b - a > _LASTS)
    return next(found, None)


def first_setup(channel_name: str, person: str, zone: str, language: str) -> Setup:
    """A new team's form, led by whoever opens it."""
    return Setup(
        name=name_from(channel_name),
        zone=zone,
        language=_LANGUAGE_OF.get(language, "en-US"),
        checkin_weekday=CHECKIN[0],
        checkin_time=CHECKIN[1],
        digest_weekday=DIGEST[0],
        digest_time=DIGEST[1],
        members=(person,),
        leads=(person,),
    )


def name_from(channel_name: str) -> str:
    """A team's name made of its channel's: `team-care_eu` -> `Team care eu`."""
    if channel_name in _UNNAMED:
        return ""
    words = " ".join(channel_name.replace("-", " ").replace("_", " ").split())
    return (words[:1].upper() + words[1:])[:LONGEST_NAME]


def can_be_home(channel: str | None, channel_name: str = "") -> bool:
    """Whether a team can live there: not in direct messages, of two or of several."""
    return (
        bool(channel)
        and not str(channel).startswith(NO_HOME)
        and not channel_name.startswith(_GROUP_DM)
    )


def in_no_team(*, is_guest: bool) -> UserError:
    """What comes first for whoever is in no team. A guest sets none up, and asks to be added."""
    if is_guest:
        return UserError(
            "You are a guest here, and in no team yet. Ask a lead of the team that you work with to"
            " add you: they do so with `/okr team`. Until then `/okr list` shows everybody's key"
            " results."
        )
    return UserError(
        "You are in no team yet. Type `/okr team` in your team's channel to set one up; it takes a"
        " minute."
    )


def guests_set_up_none() -> UserError:
    """Whom a guest asks in a channel without a team, whether they are in another or in none."""
    return UserError(
        "You are a guest here, and teams are set up by members of this workspace. Ask one of them"
        " to type `/okr team` in this channel."
    )


def unfit(*, is_bot: bool, deleted: bool, is_stranger: bool) -> Unfit | None:
    """Why this person cannot be in a team; guests can."""
    if is_bot:
        return Unfit.BOT
    if deleted:
        return Unfit.DELETED
    return Unfit.STRANGER if is_stranger else None


def facts_of(user: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a Member from one of Slack's user objects; what is missing is falsy.

    A deactivated person has no zone there, and events leave the locale out.
    """
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name")
    return {
        "id": str(user["id"]),
        "name": str(name or user.get("name") or ""),
        "zone": _zone(user.get("tz")),
        "locale": user.get("locale") or None,
        "is_admin": any(user.get(k) for k in ("is_admin", "is_owner", "is_primary_owner")),
        "is_bot": bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        "is_guest": any(user.get(k) for k in ("is_restricted", "is_ultra_restricted")),
        "is_stranger": bool(user.get("is_stranger")),
        "deleted": bool(user.get("deleted")),
        "status_emoji": str(profile.get("status_emoji") or ""),
        "status_text": str(profile.get("status_text") or ""),
        "status_until": _moment(profile.get("status_expiration")),
    }


def _moment(seconds: int | None) -> datetime | None:
    """A Unix time; 0 is Slack's way of saying never."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _zone(name: str | None) -> str | None:
    """A zone that we can compute with, or None."""
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, or a name too long
        return None
