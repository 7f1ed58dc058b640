"""The life of an objective, draft to closed: who may take which step, and what needs a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.kit.errors import UserError

LONGEST_REASON: Final = 3000  # what Slack's text field takes
# Where these change in an active KR, its history would say something else than it did.
WEIGHTY: Final = frozenset({"start", "target", "low", "high", "kind", "unit", "steps", "owner"})


class Stage(StrEnum):
    """Where an objective is in its life."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    CLOSED = "closed"


class Level(StrEnum):
    """Whose objective it is."""

    PERSONAL = "personal"
    TEAM = "team"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has a hand in an objective, by name, to be told to others."""

    level: Level
    owner: str
    team: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """What a person is to an objective."""

    owns: bool = False
    leads: bool = False  # its team
    is_admin: bool = False


Step = tuple[Stage, Stage]

# True: only who answers for the level may; False: its owner as well.
STEPS: Final[Mapping[Step, bool]] = MappingProxyType(
    {
        (Stage.DRAFT, Stage.PROPOSED): False,
        (Stage.DRAFT, Stage.AGREED): True,  # a lead's own draft need not be proposed to anybody
        (Stage.PROPOSED, Stage.DRAFT): False,
        (Stage.PROPOSED, Stage.AGREED): True,
        (Stage.AGREED, Stage.PROPOSED): True,
        (Stage.AGREED, Stage.ACTIVE): False,
        (Stage.ACTIVE, Stage.CLOSED): False,
        (Stage.CLOSED, Stage.ACTIVE): True,
    }
)

# What others counted on is taken back: they are told why.
ASKS_WHY: Final = frozenset(
    {
        (Stage.PROPOSED, Stage.DRAFT),
        (Stage.AGREED, Stage.PROPOSED),
        (Stage.ACTIVE, Stage.CLOSED),
        (Stage.CLOSED, Stage.ACTIVE),
    }
)


def may_change(actor: Actor, level: Level) -> bool:
    """Owner, their team's leads, admins; a personal objective is its owner's alone."""
    if level is Level.PERSONAL:
        return actor.owns
    return actor.owns or actor.is_admin or (level is Level.TEAM and actor.leads)


def may_agree(actor: Actor, level: Level) -> bool:
    """Who answers for the level: the owner, a lead of the team, an admin for the company."""
    if level is Level.PERSONAL:
        return actor.owns
    return actor.is_admin or (level is Level.TEAM and actor.leads)


def may_create(actor: Actor, level: Level) -> bool:
    """Everybody for themselves, leads for their team, admins for the company; `owns` is ignored.

    Others may draft for a team, and propose it.
    """
    return level is Level.PERSONAL or may_agree(Actor(False, actor.leads, actor.is_admin), level)


def steps_from(stage: Stage, actor: Actor, level: Level) -> list[Stage]:
    """Where this person may take it from here."""
    return [to for (here, to) in STEPS if here is stage and _may_take((here, to), actor, level)]


def taken(step: Step, actor: Actor, hands: Hands, number: int) -> Stage:
    """The stage after this step. UserError when there is no such step, or it is not theirs."""
    here, to = step
    if here is to:
        raise UserError("O-{n} is there already; nothing was changed.", n=str(number))
    if step not in STEPS:
        raise no_such_step(step, number)
    if not _may_take(step, actor, hands.level):
        raise not_theirs(hands, number, only_leads=STEPS[step])
    return to


def _may_take(step: Step, actor: Actor, level: Level) -> bool:
    return may_agree(actor, level) if STEPS[step] else may_change(actor, level)


def no_such_step(step: Step, number: int) -> UserError:
    """What has to come before."""
    here, to = step
    n = str(number)
    if here is Stage.CLOSED:
        return UserError("O-{n} is closed. Reopen it first; its grade and lesson are kept.", n=n)
    if to is Stage.CLOSED:
        return UserError(
            "O-{n} has not begun, so there is nothing to close. Delete it instead.", n=n
        )
    if to is Stage.ACTIVE:
        return UserError("O-{n} is not agreed on yet. Propose it, so that a lead can agree.", n=n)
    return UserError("O-{n} is running; what it aims for is changed in it, with a reason.", n=n)


def not_theirs(hands: Hands, number: int, *, only_leads: bool = False) -> UserError:
    """A refusal that says who can."""
    n = str(number)
    if hands.level is Level.PERSONAL:
        return UserError(
            "O-{n} is {owner}'s own objective: only {owner} changes it. Nothing was changed.",
            n=n,
            owner=hands.owner,
        )
    if hands.level is Level.COMPANY and only_leads:
        return UserError(
            "O-{n} is the company's: this is for admins. Ask one of them; nothing was changed.", n=n
        )
    if hands.level is Level.COMPANY:
        return UserError(
            "O-{n} is the company's: its owner {owner} and admins change it. Ask one of them;"
            " nothing was changed.",
            n=n,
            owner=hands.owner,
        )
    return _teams(hands, n, only_leads=only_leads)


def _teams(hands: Hands, n: str, *, only_leads: bool) -> UserError:
    leads = list(hands.leads)
    if only_leads and leads:
        return UserError(
            "This is for the leads of {team} ({leads}) and admins. Ask one of them; O-{n} stays as"
            " it is.",
            n=n,
            team=hands.team,
            leads=leads,
        )
    if only_leads:
        return UserError(
            "{team} has no lead, so this is for admins. Ask one of them; O-{n} stays as it is.",
            n=n,
            team=hands.team,
        )
    if not leads:
        return UserError(
            "O-{n} is changed by its owner {owner} and by admins. Ask one of them; nothing was"
            " changed.",
            n=n,
            owner=hands.owner,
        )
    return UserError(
        "O-{n} is changed by its owner {owner}, by the leads of {team} ({leads}) and by admins. Ask"
        " one of them; nothing was changed.",
        n=n,
        owner=hands.owner,
        team=hands.team,
        leads=leads,
    )


def needs_reason(stage: Stage, changed: Iterable[str]) -> bool:
    """Whether these changed fields of a KR ask for the why: only once people count on them."""
    return stage is Stage.ACTIVE and not WEIGHTY.isdisjoint(changed)


def read_reason(text: str, *, field: str | None = None) -> str:
    """The why in words. UserError for silence, or a book."""
    reason = text.strip()
    if not any(char.isalnum() for char in reason):
        raise UserError(
            "Say why, in a few words: everybody whom it concerns reads it.", field=field
        )
    if len(reason) > LONGEST_REASON:
        raise UserError(
            "This is {n} characters long; {most} fit.",
            n=len(reason),
            most=LONGEST_REASON,
            field=field,
        )
    return reason
