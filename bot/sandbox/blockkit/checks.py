"""Building stones of the rules: each check takes a value and the surface that shows it.

They are put together once, and nearly all that they see is fine: so each asks first whether it is,
in as few steps as that takes, and only then what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.sandbox.blockkit.problems import FINE, Problem, Problems, problem

Surface = Literal["message", "modal", "home"]
Check = Callable[[Any, Surface], Problems]
Rule = Callable[[dict[str, Any]], str | None]  # a sentence, or None: all is well

Surfaces = frozenset[Surface]
EVERYWHERE: Final[Surfaces] = frozenset({"message", "modal", "home"})
MESSAGE: Final[Surfaces] = frozenset({"message"})
MODAL: Final[Surfaces] = frozenset({"modal"})
NOT_MODAL: Final[Surfaces] = frozenset({"message", "home"})
NOT_HOME: Final[Surfaces] = frozenset({"message", "modal"})
VIEWS: Final[Surfaces] = frozenset({"modal", "home"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a `type` stands for: its rules and the surfaces that may show it."""

    check: Check
    surfaces: Surfaces = EVERYWHERE


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, _: Surface) -> Problems:
        if not isinstance(value, str):
            return problem("must provide a string")
        if least <= len(value) <= most:
            return FINE
        if len(value) > most:
            return problem(f"must be less than {most + 1} characters")
        return problem(f"must be more than {least - 1} characters")

    return check


def integer(low: int, high: int) -> Check:
    def check(value: Any, _: Surface) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool):
            return problem("must provide an integer")
        return FINE if low <= value <= high else problem(f"must be between {low} and {high}")

    return check


def number(value: Any, _: Surface) -> Problems:
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    return FINE if fine else problem("must provide a number")


def boolean(value: Any, _: Surface) -> Problems:
    return FINE if isinstance(value, bool) else problem("must provide a boolean")


def one_of(*words: str) -> Check:
    def check(value: Any, _: Surface) -> Problems:
        return FINE if value in words else problem("must be a valid enum value")

    return check


def matching(pattern: str, sentence: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, _: Surface) -> Problems:
        fine = isinstance(value, str) and compiled.fullmatch(value)
        return FINE if fine else problem(sentence)

    return check


def items(check_one: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, surface: Surface) -> Problems:
        if not isinstance(value, list):
            return problem("must provide an array")
        if len(value) > most:
            return problem(f"no more than {most} items allowed")
        if len(value) < least:
            return problem(f"must provide at least {least} items")
        problems = FINE
        for place, one in enumerate(value):
            if found := check_one(one, surface):
                problems += tuple(each.inside(place) for each in found)
        return problems

    return check


def shape(
    needed: Mapping[str, Check], may: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    """An object with these fields and no others; `rules` look at it as a whole."""
    known, must = {**needed, **(may or {})}, tuple(needed)

    def check(value: Any, surface: Surface) -> Problems:
        if not isinstance(value, dict):
            return problem("must provide an object")
        for name in must:
            if name not in value:
                return _in_fields(value, surface, must, known)
        for name, one in value.items():
            if known[name](one, surface) if name in known else name != "type":
                return _in_fields(value, surface, must, known)
        problems = FINE
        for rule in rules:
            if (said := rule(value)) is not None:
                problems += problem(said)
        return problems

    return check


def _in_fields(
    value: Mapping[str, Any], surface: Surface, must: Iterable[str], known: Mapping[str, Check]
) -> Problems:
    """What is wrong in an object, in the order of the rules and not of the payload."""
    missing = [f"missing required field: {name}" for name in must if name not in value]
    others = value.keys() - known.keys() - {"type"}
    extra = [f"invalid additional property: {name}" for name in value if name in others]
    return (
        *(Problem(message) for message in (*missing, *extra)),
        *(
            each.inside(name)
            for name, check in known.items()
            if name in value
            for each in check(value[name], surface)
        ),
    )


def typed(kinds: Mapping[str, Kind]) -> Check:
    """An object whose `type` is one of these, on a surface that shows it."""
    shown = {
        surface: {name: kind.check for name, kind in kinds.items() if surface in kind.surfaces}
        for surface in EVERYWHERE
    }

    def check(value: Any, surface: Surface) -> Problems:
        if not isinstance(value, dict):
            return problem("must provide an object")
        name = value.get("type")
        if isinstance(name, str) and (check_one := shown[surface].get(name)):
            return check_one(value, surface)
        if name is None:
            return problem("missing required field: type")
        return problem(f"unsupported type: {name}", "/type")

    return check


def any_of(*names: str) -> Rule:
    """At least one of these fields is there."""
    listed, wanted = " or ".join(f"`{name}`" for name in names), frozenset(names)

    def rule(value: dict[str, Any]) -> str | None:
        return f"must define either {listed}" if wanted.isdisjoint(value) else None

    return rule


def not_both(one: str, other: str) -> Rule:
    def rule(value: dict[str, Any]) -> str | None:
        both = value.get(one) and value.get(other)
        return f"must not define both `{one}` and `{other}`" if both else None

    return rule
