"""Which workspace a delivery belongs to: the one that installed us, whoever acts in it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.kit.inputs import read_input

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
THEIRS = {"id": "U0ZOE", "team_id": "T0THEIRS"}


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T0OURS", "user_id": "U0ZOE", "command": "/okr"},
        {"team": {"id": "T0OURS", "domain": "ours"}, "user": THEIRS},
        {"team_id": "T0THEIRS", "authorizations": [{"team_id": "T0OURS"}], "event": {}},
        {"team": {"id": "T0THEIRS"}, "user": THEIRS, "view": {"app_installed_team_id": "T0OURS"}},
        {"team": None, "user": {"id": "U0ANNA", "team_id": "T0OURS"}},
    ],
)
def test_a_delivery_belongs_to_where_we_are_installed(body: dict[str, Any]) -> None:
    assert read_input(body, NOW).workspace == "T0OURS"
