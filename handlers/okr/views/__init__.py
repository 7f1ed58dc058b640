"""What people see of key results."""

from handlers.okr.views.parts import (
    kr_line,
    kr_name,
    kr_standing,
    percent,
    status_mark,
    status_words,
    value_of,
)

__all__ = [
    "kr_line",
    "kr_name",
    "kr_standing",
    "percent",
    "status_mark",
    "status_words",
    "value_of",
]
