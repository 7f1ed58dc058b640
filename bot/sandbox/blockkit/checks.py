"""Building stones of the rules: each check takes a value, its place and the surface."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.sandbox.blockkit.problems import Problem

Surface = Literal["message", "modal", "home"]
Check = Callable[[Any, str, Surface], list[Problem]]
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
    def check(value: Any, at: str, _: Surface) -> list[Problem]:
        if not isinstance(value, str):
            return [Problem("must provide a string", at)]
        if len(value) > most:
            return [Problem(f"must be less than {most + 1} characters", at)]
        if len(value) < least:
            return [Problem(f"must be more than {least - 1} characters", at)]
        return []

    return check


def integer(low: int, high: int) -> Check:
    def check(value: Any, at: str, _: Surface) -> list[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [Problem("must provide an integer", at)]
        if not low <= value <= high:
            return [Problem(f"must be between {low} and {high}", at)]
        return []

    return check


def number(value: Any, at: str, _: Surface) -> list[Problem]:
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    return [] if fine else [Problem("must provide a number", at)]


def boolean(value: Any, at: str, _: Surface) -> list[Problem]:
    return [] if isinstance(value, bool) else [Problem("must provide a boolean", at)]


def one_of(*words: str) -> Check:
    def check(value: Any, at: str, _: Surface) -> list[Problem]:
        return [] if value in words else [Problem("must be a valid enum value", at)]

    return check


def matching(pattern: str, sentence: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, at: str, _: Surface) -> list[Problem]:
        fine = isinstance(value, str) and compiled.fullmatch(value)
        return [] if fine else [Problem(sentence, at)]

    return check


def items(check_one: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, surface: Surface) -> list[Problem]:
        if not isinstance(value, list):
            return [Problem("must provide an array", at)]
        if len(value) > most:
            return [Problem(f"no more than {most} items allowed", at)]
        if len(value) < least:
            return [Problem(f"must provide at least {least} items", at)]
        return [
            problem
            for number_, one in enumerate(value)
            for problem in check_one(one, f"{at}/{number_}", surface)
        ]

    return check


def shape(
    needed: Mapping[str, Check], may: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    """An object with these fields and no others; `rules` look at it as a whole."""
    known = {**needed, **(may or {})}
    must, allowed = needed.keys(), {*known, "type"}

    def check(value: Any, at: str, surface: Surface) -> list[Problem]:
        if not isinstance(value, dict):
            return [Problem("must provide an object", at)]
        problems: list[Problem] = []
        if not must <= value.keys() <= allowed:
            problems += _other_fields(value, at, must, allowed)
        for name, check_one in known.items():
            if name in value:
                problems += check_one(value[name], f"{at}/{name}", surface)
        if not problems and rules:
            problems = [Problem(said, at) for rule in rules if (said := rule(value))]
        return problems

    return check


def _other_fields(
    value: Mapping[str, Any], at: str, must: Collection[str], allowed: Collection[str]
) -> list[Problem]:
    missing = [Problem(f"missing required field: {name}", at) for name in must if name not in value]
    extra = [name for name in value if name not in allowed]
    return [*missing, *(Problem(f"invalid additional property: {name}", at) for name in extra)]


def typed(kinds: Mapping[str, Kind]) -> Check:
    """An object whose `type` is one of these, on a surface that shows it."""

    def check(value: Any, at: str, surface: Surface) -> list[Problem]:
        if not isinstance(value, dict):
            return [Problem("must provide an object", at)]
        name = value.get("type")
        if name is None:
            return [Problem("missing required field: type", at)]
        kind = kinds.get(name) if isinstance(name, str) else None
        if kind is None or surface not in kind.surfaces:
            return [Problem(f"unsupported type: {name}", f"{at}/type")]
        return kind.check(value, at, surface)

    return check


def any_of(*names: str) -> Rule:
    """At least one of these fields is there."""
    listed = " or ".join(f"`{name}`" for name in names)

    def rule(value: dict[str, Any]) -> str | None:
        return None if any(name in value for name in names) else f"must define either {listed}"

    return rule


def not_both(one: str, other: str) -> Rule:
    def rule(value: dict[str, Any]) -> str | None:
        both = value.get(one) and value.get(other)
        return f"must not define both `{one}` and `{other}`" if both else None

    return rule
