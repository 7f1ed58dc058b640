"""Which of several key results a line may mean."""

from typing import Final

from handlers.kit.errors import UserError
from handlers.okr import rules, views
from handlers.okr.flows import Meant
from handlers.okr.rules import KrState, Taken
from handlers.okr.rules.behind import StatedError
from handlers.okr.rules.kinds import Kind

NAMED: Final = 10  # key results in one sentence
Choice = tuple[KrState, Taken]  # a KR that may be meant, and what was typed for it


def choices_of(meant: Meant) -> list[Choice]:
    """The KRs in whose unit the value can be read. UserError when there is none.

    One that goes step by step has to be named beside others: a step's number can be read as
    anybody's value. So has one with a status, which no button could carry.
    """
    found: list[Choice] = []
    refused: list[UserError] = []
    if any(kr.kind is Kind.MILESTONE for kr in meant.krs):
        raise several(meant)
    for kr in meant.krs:
        try:
            found.append((kr, rules.take_command(kr, meant.rest)))
        except UserError as error:
            refused.append(error)
    if any(taken.status for _, taken in found) or any(
        isinstance(error, StatedError) for error in refused
    ):
        raise several(meant)
    if not found:
        raise refused[0]
    return found


def several(meant: Meant) -> UserError:
    """That it is to be said which one is meant."""
    names = [views.kr_name(kr) for kr in meant.krs[:NAMED]]
    if meant.objective is not None:
        return UserError(
            "O-{o} is an objective; its key results are {names}. Put the number of the one you mean"
            " in the place of O-{o}, and send it again.",
            o=str(meant.objective),
            names=names,
        )
    return UserError(
        "Several key results fit: {names}. Put the number of the one you mean in the place of its"
        " name, and send it again.",
        names=names,
    )
