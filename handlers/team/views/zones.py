"""The select of time zones: one's own first, then the common ones from west to east."""

from datetime import datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape

AMERICAS: Final = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/Bogota",
    "America/Lima",
    "America/New_York",
    "America/Toronto",
    "America/Halifax",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
)
EUROPE_AFRICA: Final = (
    "UTC",
    "Atlantic/Reykjavik",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Rome",
    "Europe/Copenhagen",
    "Europe/Oslo",
    "Europe/Stockholm",
    "Europe/Helsinki",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Kyiv",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Europe/Istanbul",
)
ASIA_PACIFIC: Final = (
    "Asia/Jerusalem",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Kuala_Lumpur",
    "Asia/Manila",
    "Australia/Perth",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Australia/Melbourne",
    "Pacific/Auckland",
)
# The names under which Unicode keeps these cities.
_ELDER: Final = {
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kolkata": "Asia/Calcutta",
    "Europe/Kyiv": "Europe/Kiev",
}


@cache
def _location(zone: str, locale: str) -> str:
    try:
        spoken = Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        spoken = Locale.parse("en_US")
    # Babel takes the elder name for an alias of the new one, under which it then finds nothing.
    kept = spoken.time_zones.get(_ELDER.get(zone, zone)) or {}
    city = kept.get("city") or get_timezone_location(zone, locale=spoken, return_city=True)
    return str(city).rpartition("/")[2]


def zone_name(say: Say, zone: str) -> Mrkdwn:
    """The zone by its city, in the reader's language."""
    return escape("UTC" if zone in ("UTC", "Etc/UTC") else _location(zone, say.locale))


def zone_select(say: Say, action_id: str, chosen: str, own: str, now: datetime) -> Block:
    """All zones in groups; `chosen` is set, and it and the reader's own come first."""
    first = list(dict.fromkeys((own, chosen)))
    groups = [(say("Yours"), first)]
    groups += [
        (label, [zone for zone in zones if zone not in first])
        for label, zones in (
            (say("Americas"), AMERICAS),
            (say("Europe and Africa"), EUROPE_AFRICA),
            (say("Asia and Pacific"), ASIA_PACIFIC),
        )
    ]
    return {
        "type": "static_select",
        "action_id": action_id,
        "option_groups": [
            {
                "label": {"type": "plain_text", "text": str(label)},
                "options": [_option(say, zone, now) for zone in zones],
            }
            for label, zones in groups
        ],
        "initial_option": _option(say, chosen, now),
    }


def _option(say: Say, zone: str, now: datetime) -> Block:
    offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return blocks.option(f"{zone_name(say, zone)} (UTC{offset[:3]}:{offset[3:]})", zone)
