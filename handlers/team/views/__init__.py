"""A team's form, and what is said about a team."""

from handlers.team.views.form import (
    BEGIN,
    CHANNEL,
    CHECKIN_DAY,
    CHECKIN_TIME,
    DIGEST_DAY,
    DIGEST_TIME,
    EDIT,
    LANGUAGE,
    LEADS,
    MEMBERS,
    NAME,
    SAVE,
    WHERE,
    ZONE,
    refused,
    setup_form,
    waiting,
    where_form,
)
from handlers.team.views.told import confirmation, left_out
from handlers.team.views.zones import zone_name

__all__ = [
    "BEGIN",
    "CHANNEL",
    "CHECKIN_DAY",
    "CHECKIN_TIME",
    "DIGEST_DAY",
    "DIGEST_TIME",
    "EDIT",
    "LANGUAGE",
    "LEADS",
    "MEMBERS",
    "NAME",
    "SAVE",
    "WHERE",
    "ZONE",
    "confirmation",
    "left_out",
    "refused",
    "setup_form",
    "waiting",
    "where_form",
    "zone_name",
]
