"""A team's form, and what is said about a team."""

from handlers.team.views.form import (
    BEGIN,
    CHANNEL,
    EDIT,
    LANGUAGE,
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
from handlers.team.views.reading import in_shape, read_setup
from handlers.team.views.rhythm import RESHAPE
from handlers.team.views.told import confirmation, left_out
from handlers.team.views.zones import zone_name

__all__ = [
    "BEGIN",
    "CHANNEL",
    "EDIT",
    "LANGUAGE",
    "MEMBERS",
    "NAME",
    "RESHAPE",
    "SAVE",
    "WHERE",
    "ZONE",
    "confirmation",
    "in_shape",
    "left_out",
    "read_setup",
    "refused",
    "setup_form",
    "waiting",
    "where_form",
    "zone_name",
]
