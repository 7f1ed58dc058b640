"""`/okr` alone, and its help: what there is and what to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.routing import Verb
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.kit.typed import not_done
from handlers.okr.rules import KrState, objective_number, split_number
from handlers.okr.rules.bare import COPIED, in_one_line
from handlers.okr.views.parts import kr_line, objective_line
from handlers.okr.views.update import show_button, update_button
from handlers.team.rules import in_no_team

NEW: Final = "okr.new"  # a button
NEXT: Final = "okr.next"  # a button: its value is the first of the page it leads to
BEFORE: Final = "okr.before"
SHOWN: Final = 40  # characters of a verb that nobody knows
PAGE: Final = 10  # KRs: with their buttons and headings they stay below 50 blocks


@dataclass(frozen=True, slots=True)
class Listed:
    """A KR in the list, under `Yours` or its team's name."""

    kr: KrState
    mine: bool
    may_update: bool
    objective: Decimal | None  # its progress; None: no answer yet


def overview(
    say: Say,
    listed: Sequence[Listed],
    first: int = 0,
    step: Mrkdwn | None = None,
    *,
    may_create: bool = True,
) -> Block:
    """A page of KRs, beginning with the one at `first`. `step`: what comes before there are any,
    for whoever is in no team. `may_create`: whether there is a team to make an objective for.
    """
    if not listed:
        return _nothing(say, step)
    first = first if 0 <= first < len(listed) else 0
    page = listed[first : first + PAGE]
    rows: list[Block] = []
    for before, one in zip([None, *page], page, strict=False):
        rows += _heading(say, before, one)
        rows += _row(say, one)
    text = say.plural("{n} key result", "{n} key results", len(listed))
    return blocks.message(text, [*rows, *_foot(say, listed, first, may_create=may_create)])


def _heading(say: Say, before: Listed | None, one: Listed) -> list[Block]:
    """A heading where the group changes, and the objective where that changes."""
    regrouped = before is None or _group(before) != _group(one)
    found = []
    if regrouped:
        found.append(blocks.header(say("Yours") if one.mine else one.kr.team_name))
    if before is None or regrouped or before.kr.objective_number != one.kr.objective_number:
        found.append(blocks.context(objective_line(say, one.kr, one.objective)))
    return found


def _group(one: Listed) -> str:
    return "" if one.mine else one.kr.team_id


def _row(say: Say, one: Listed) -> list[Block]:
    buttons = [show_button(say, one.kr.number)]
    if one.may_update:
        buttons.insert(0, update_button(say, one.kr.number))
    return [blocks.section(kr_line(say, one.kr)), blocks.actions(*buttons)]


def _foot(say: Say, listed: Sequence[Listed], first: int, *, may_create: bool) -> list[Block]:
    buttons = [update_button(say, None)] if any(one.mine for one in listed) else []
    if may_create:
        buttons.append(blocks.button(say("New objective"), NEW))
    last = min(first + PAGE, len(listed))
    if first > 0:
        buttons.append(blocks.button(say("Previous page"), BEFORE, str(max(first - PAGE, 0))))
    if last < len(listed):
        buttons.append(blocks.button(say("Next page"), NEXT, str(last)))
    hint = say("Type `/okr update KR-3 45` to record a value, `/okr help` for everything else.")
    if len(listed) <= PAGE:
        return [blocks.actions(*buttons), blocks.context(hint)]
    place = say(
        "{first} to {last} of {all} key results. `/okr show` with a number or words of a title"
        " shows any one.",
        first=first + 1,
        last=last,
        all=len(listed),
    )
    return [blocks.actions(*buttons), blocks.context(place), blocks.context(hint)]


def _nothing(say: Say, step: Mrkdwn | None) -> Block:
    """The first step, for whoever has nothing to see yet."""
    if step is not None:
        return blocks.message(step, [blocks.section(step)])
    text = say(
        "Your team has no key results in this cycle yet. Start with one objective and the two or"
        " three numbers that will show you have reached it."
    )
    button = blocks.button(say("New objective"), NEW, style="primary")
    return blocks.message(text, [blocks.section(text), blocks.actions(button)])


def no_team(say: Say, *, is_guest: bool) -> Mrkdwn:
    """What comes before the first objective."""
    if is_guest:
        return Mrkdwn(in_no_team(is_guest=True).told(say))
    return say(
        "You are in no team yet. Type `/okr team` in your team's channel to set one up; it"
        " takes a minute. Then `/okr new` makes your first objective."
    )


def help_message(say: Say, verbs: Mapping[str, Verb]) -> Block:
    """Every verb with an example."""
    text = say("This is what you can type:")
    return blocks.message(text, [blocks.section(text), *_verbs(say, verbs)])


def unknown_verb(say: Say, typed: str, nearest: str | None, line: str) -> Block:
    """That nobody knows this verb, and what was typed; `nearest` is the line that was probably
    meant, of which only a short one is shown whole.
    """
    shown = typed[:SHOWN]
    text = say("“{typed}” is not a command. `/okr help` lists all that you can type.", typed=shown)
    if nearest is not None:
        text = say(
            "“{typed}” is not a command. Did you mean `/okr {nearest}`? `/okr help` lists all that"
            " you can type.",
            typed=shown,
            nearest=in_one_line(nearest) if len(nearest) <= COPIED else nearest.split()[0],
        )
    return not_done(say, text, "" if line == shown else line)  # a word alone is in the answer


def by_button(say: Say, typed: str, rest: str) -> Block:
    """What is asked for is a button, and no verb; `rest` names what it is about, if it does."""
    found, number = split_number(rest), objective_number(rest)
    if found is None and number is None:
        text = say(
            "“{typed}” is a button: `/okr show KR-1` or `/okr show O-1` shows a key result or an"
            " objective with what you can do there. `/okr list` shows their numbers.",
            typed=typed,
        )
    else:
        text = say(
            "“{typed}” is a button: `/okr show {what}` shows it with what you can do there.",
            typed=typed,
            what=f"KR-{found[0]}" if found else f"O-{number}",
        )
    return blocks.message(text, [blocks.section(text)])


def update_forgotten(say: Say, line: str) -> Block:
    """What to type for a value behind a KR."""
    text = say(
        "To look at a key result, type its number alone. To record a value, put `update` before it:"
        " `/okr update {line}`.",
        line=in_one_line(line) if len(line) <= COPIED else line.split(maxsplit=1)[0],
    )
    return not_done(say, text, line)


def own_command(say: Say, name: str, line: str) -> Block:
    """Another command of ours was typed behind /okr; the line is given back as it is right."""
    text = say("`/{name}` is a command of its own: type it without `/okr`.", name=name)
    return not_done(say, text, f"/{name}{line[len(name) :]}")


def stands_alone(say: Say, verb: Verb, typed: str) -> Block:
    """Something was typed behind a verb that knows nothing more: how it is typed, what it does."""
    text = say(
        "I do not know what to do with “{typed}” here: type `/okr {verb}` alone.",
        typed=typed[:40],
        verb=verb.usage,
    )
    return blocks.message(text, [blocks.section(text), blocks.context(say(verb.does))])


def _verbs(say: Say, verbs: Mapping[str, Verb]) -> list[Block]:
    """One line each, twenty to a block; a verb's words are translated where they are defined."""
    lines = [
        say("`/okr` – Your key results and your team's"),
        *(_verb(say, verb) for verb in verbs.values()),
        say("`/okr help` – This list"),
        say("`/kudos @someone for what they did` – Thank somebody, in front of the team"),
        say("`/quote` – Save what a customer said"),
    ]
    return [
        blocks.section(Mrkdwn("\n".join(lines[at : at + 20]))) for at in range(0, len(lines), 20)
    ]


def _verb(say: Say, verb: Verb) -> Mrkdwn:
    usage = verb.usage.replace(verb.own, say(verb.own)) if verb.own else verb.usage
    return Mrkdwn(f"`/okr {escape(usage)}` – {say(verb.does)}")
