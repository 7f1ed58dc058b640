"""What somebody has told us of a check-in and not sent yet: the fields as they were left."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from handlers.blocker.rules import STILL

Values = Mapping[str, Mapping[str, Any]]  # a view's state: block id -> action id -> what is in it
_KEPT: Final = ("value", "selected_option", "selected_options")


@dataclass(frozen=True, slots=True)
class Draft:
    """`days` are the rounds it is about (team -> day), `seen` the version of each KR that was
    shown, `at` the KRs of the page on which they were.
    """

    days: Mapping[str, date] = field(default_factory=dict)
    seen: Mapping[int, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    at: tuple[int, ...] = ()

    def with_page(
        self, days: Mapping[str, date], seen: Mapping[int, str], values: Values
    ) -> "Draft":
        """With one more page. What was typed in another round is left behind."""
        known = self if self.is_of(days) else Draft()
        return replace(
            known,
            days={**known.days, **days},
            seen={**known.seen, **seen},
            values={**known.values, **compact(values)},
        )

    def is_of(self, days: Mapping[str, date]) -> bool:
        """Whether it was typed in these rounds, or in none of their teams."""
        return all(days.get(team, day) == day for team, day in self.days.items())

    def without(self, numbers: Collection[int], *, asked: bool) -> "Draft":
        """What is left once the fields about these KRs are sent, and, if `asked`, the replies."""
        left = {
            name: state
            for name, state in self.values.items()
            if (not asked if (number := kr_of(name)) is None else number not in numbers)
            and not name.startswith(STILL)
        }
        return replace(self, values=left, at=())


def compact(values: Values) -> dict[str, dict[str, Any]]:
    """What reading a form needs of its state: what was typed, and the values of what was chosen."""
    return {
        block: {name: _compact(state) for name, state in of_block.items()}
        for block, of_block in values.items()
    }


def _compact(state: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: state[name] for name in _KEPT if state.get(name)}
    if "selected_option" in found:
        found["selected_option"] = _chosen(found["selected_option"])
    if "selected_options" in found:
        found["selected_options"] = [_chosen(one) for one in found["selected_options"]]
    return found


def _chosen(option: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": option.get("value")}


def kr_of(block_id: str) -> int | None:
    """The KR that a field is about, by its name: okr.value.12, okr.steps.12.0, help.kr.12."""
    parts = block_id.split(".")
    return int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else None


def fields_of(values: Values, numbers: Collection[int]) -> dict[str, Mapping[str, Any]]:
    """The fields about these KRs."""
    return {name: state for name, state in values.items() if kr_of(name) in numbers}


def packed(draft: Draft) -> str:
    """As it is stored."""
    found = {
        "days": {team: day.isoformat() for team, day in draft.days.items()},
        "seen": {str(number): seen for number, seen in draft.seen.items()},
        "values": draft.values,
        "at": draft.at,
    }
    return json.dumps(found, ensure_ascii=False)


def unpacked(content: str) -> Draft:
    """As it was stored."""
    found: dict[str, Any] = json.loads(content)
    return Draft(
        days={team: date.fromisoformat(day) for team, day in found["days"].items()},
        seen={int(number): seen for number, seen in found["seen"].items()},
        values=found["values"],
        at=tuple(found["at"]),
    )
