"""What a person filled in, field by field; every mistake is collected before one is told."""

import json
from datetime import date, time
from typing import Any

from handlers.kit.errors import FormError, UserError


def metadata_of(view: dict[str, Any]) -> dict[str, Any]:
    """The ids and versions that a modal carried."""
    found: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return found


class Form:
    """A submitted view. Reading a field notes what is wrong with it; `check` tells all."""

    def __init__(self, view: dict[str, Any]) -> None:
        self._values: dict[str, dict[str, dict[str, Any]]] = view["state"]["values"]
        self.errors: dict[str, UserError] = {}

    def __contains__(self, block_id: object) -> bool:
        return block_id in self._values

    def names(self, prefix: str) -> list[str]:
        """What follows this prefix in the names of fields."""
        return [name.removeprefix(prefix) for name in self._values if name.startswith(prefix)]

    def refuse(self, block_id: str, error: UserError) -> None:
        """Note a mistake; the first one of a field is told."""
        self.errors.setdefault(block_id, error)

    def check(self) -> None:
        """Raise FormError if anything was refused."""
        if self.errors:
            raise FormError(self.errors)

    def _element(self, block_id: str) -> dict[str, Any]:
        return next(iter(self._values.get(block_id, {}).values()), {})

    def text(self, block_id: str, *, required: bool = True, longest: int = 3000) -> str:
        """What was typed, without the space around it."""
        typed = (self._element(block_id).get("value") or "").strip()
        if required and not typed:
            self.refuse(block_id, UserError("Please fill this in."))
        if len(typed) > longest:
            self.refuse(
                block_id,
                UserError("This is {n} characters long; {most} fit.", n=len(typed), most=longest),
            )
        return str(typed)

    def choice(self, block_id: str) -> str | None:
        """The value of the chosen option."""
        chosen = (self._element(block_id).get("selected_option") or {}).get("value")
        return None if chosen is None else str(chosen)

    def choices(self, block_id: str) -> list[str]:
        return [str(o["value"]) for o in self._element(block_id).get("selected_options") or ()]

    def person(self, block_id: str) -> str | None:
        chosen: str | None = self._element(block_id).get("selected_user")
        return chosen

    def people(self, block_id: str) -> list[str]:
        return list(self._element(block_id).get("selected_users") or ())

    def channel(self, block_id: str) -> str | None:
        chosen: str | None = self._element(block_id).get("selected_conversation")
        return chosen

    def day(self, block_id: str) -> date | None:
        chosen = self._element(block_id).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def clock(self, block_id: str) -> time | None:
        chosen = self._element(block_id).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None
