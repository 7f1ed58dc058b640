"""The button that asks for votes, the form, what they come to, and asking somebody why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import KrState
from handlers.vote.rules import FEWEST, LONGEST, MOST, SCORES, Key, Outcome, Spread

OPEN: Final = "vote.open"  # a button
FORM: Final = "vote.form"
WHY: Final = "vote.why"  # a button: its value is the round's key
REASONS: Final = "vote.reasons"
TITLE: Final = 90
_SCORE: Final = "score."
_REASON: Final = "reason."
_NONE: Final = "none"


def button(say: Say, n: int, keys: Iterable[Key]) -> Block:
    """For the card of whoever may vote on so many KRs, in these rounds."""
    text = say.plural(
        "Vote: how sure are we? ({n} key result)", "Vote: how sure are we? ({n} key results)", n
    )
    return blocks.button(text, OPEN, ",".join(f"{team_id}|{day}" for team_id, day in keys))


def read_rounds(value: str) -> list[Key]:
    """The rounds of a card whose button was pressed; none where it stands elsewhere."""
    return [read_key(one) for one in value.split(",") if one]


def form(
    say: Say,
    krs: Sequence[KrState],
    mine: Mapping[int, int],
    until: Mrkdwn,
    *,
    names_teams: bool,
) -> Block:
    """A choice for each KR, with one's own vote filled in. `until`: when votes are counted."""
    intro = say(
        "How sure are you that each of these reaches its target? Nobody sees who voted how. What"
        " it comes to is shown to all when the round closes ({until}), where {n} or more have"
        " voted; until then you can change your mind.",
        until=until,
        n=FEWEST,
    )
    fields = (_field(say, kr, mine.get(kr.number), names_team=names_teams) for kr in krs)
    rows = [blocks.section(intro), *fields]
    if len(krs) == MOST:
        rows.append(blocks.context(say("Are there more? Send these and open the form again.")))
    return blocks.modal(
        FORM, say("Vote"), rows, submit=say("Send"), close=say("Later"), metadata={}
    )


def _field(say: Say, kr: KrState, mine: int | None, *, names_team: bool) -> Block:
    options = [blocks.option(_score(say, score), str(score)) for score in SCORES]
    options.append(blocks.option(say("No vote"), _NONE))
    chosen = None if mine is None else str(mine)
    label = say("{kr} {title}", kr=f"KR-{kr.number}", title=blocks.shorten(kr.title, TITLE))
    return blocks.field(
        say("{team}: {line}", team=kr.team_name, line=label) if names_team else label,
        blocks.select("vote.score", options, initial=chosen, placeholder=say("0 to 10")),
        block_id=f"{_SCORE}{kr.number}",
        optional=True,
    )


def _score(say: Say, score: int) -> Mrkdwn:
    n = Mrkdwn(score)
    if score == SCORES[0]:
        return say("{n} – it will not happen", n=n)
    if score == SCORES[-1]:
        return say("{n} – certain", n=n)
    return say("{n} – it could go either way", n=n) if score * 2 == SCORES[-1] else n


def read(form_: Form) -> dict[int, int | None]:
    """How somebody votes, by KR; None takes a vote back. What was left open is missing."""
    found: dict[int, int | None] = {}
    for name in form_.names(_SCORE):
        chosen = form_.choice(f"{_SCORE}{name}")
        if name.isdecimal() and chosen is not None:
            found[int(name)] = int(chosen) if chosen.isdecimal() else None
    return {number: s for number, s in found.items() if s is None or s in SCORES}


def notice(say: Say, text: Mrkdwn) -> Block:
    return blocks.modal("vote.notice", say("Vote"), [blocks.section(text)], close=say("Close"))


def nothing_to_vote(say: Say) -> Mrkdwn:
    return say(
        "There is nothing to vote on just now. Teams of four and more vote while a check-in round"
        " is open; the votes are counted when it closes."
    )


def vote_over(say: Say) -> Mrkdwn:
    """By the button of a card of an earlier week."""
    return say("This round is closed, and its votes are counted. `/okr vote` opens what runs now.")


def too_late(say: Say, numbers: Sequence[int]) -> Mrkdwn:
    """These votes were not counted."""
    return say(
        "The round has closed meanwhile, so your vote on {names} is not counted. The next round"
        " asks again.",
        names=[f"KR-{n}" for n in numbers],
    )


def counted(say: Say, scores: Mapping[int, int | None]) -> Mrkdwn:
    """How somebody has voted now, for their eyes only."""
    if not scores:
        return say("You chose nothing, so nothing is counted. `/okr vote` opens the form again.")
    head = say("*Your votes are counted*")
    rows = [
        say("*{kr}*: {score}", kr=f"KR-{n}", score=say("No vote") if score is None else score)
        for n, score in sorted(scores.items())
    ]
    rest = say("Until the round closes, `/okr vote` changes them. Nobody sees who voted how.")
    return Mrkdwn("\n".join([head, *rows, rest]))


def outcome(say: Say, one: Outcome) -> Mrkdwn:
    """What the votes for a KR come to, and below it why some see it otherwise."""
    tally = one.tally
    head = say(
        "*{kr}* {title}\n`{bars}` *{mean} of 10*, give or take {deviation} · from {low} to {high}"
        " · {n} votes: {spread}",
        kr=f"KR-{one.kr_number}",
        title=blocks.shorten(one.title, TITLE),
        bars=tally.bars,
        mean=tally.mean,
        deviation=tally.deviation,
        low=tally.low,
        high=tally.high,
        n=tally.votes,
        spread=_spread(say, tally.spread),
    )
    said = [
        say("> One voted {n}: {reason}", n=score, reason=" ".join(reason.split()))
        for score, reason in one.reasons
    ]
    return Mrkdwn("\n".join([head, *said]))


def _spread(say: Say, spread: Spread) -> Mrkdwn:
    match spread:
        case Spread.CLOSE:
            return say("you see it alike")
        case Spread.SOME:
            return say("you see it a little differently")
        case Spread.FAR:
            return say("you see it very differently, so talk about it")


def why_key(key: Key, member_id: str) -> str:
    """The outbox's name for the message that asks somebody why."""
    return f"vote:why:{key[0]}:{key[1].isoformat()}:{member_id}"


def ask(say: Say, team_name: str, key: Key, odd: Sequence[tuple[int, str, int]]) -> Block:
    """For whoever voted far from the others: one message for all KRs (number, title, vote)."""
    text = say("{team}: what do you see that the others do not?", team=team_name)
    lines = [
        say("*{kr}* {title}: you voted {n}", kr=f"KR-{n}", title=blocks.shorten(t, TITLE), n=score)
        for n, t, score in odd
    ]
    rest = say(
        "Your vote lies far from the others', and that is worth knowing. Say why, if you like: it"
        " goes below the summary together with your vote, without your name."
    )
    body = Mrkdwn("\n".join([f"*{text}*", *lines, rest]))
    asked = blocks.button(say("Say why"), WHY, value=_value(key))
    return blocks.message(text, [blocks.section(body), blocks.actions(asked)])


def read_key(value: str) -> Key:
    team_id, _, day = value.partition("|")
    return (team_id, date.fromisoformat(day))


def why_form(say: Say, key: Key, odd: Sequence[tuple[int, str, int, str]]) -> Block:
    """A line for each vote (KR, title, vote, what was said of it)."""
    fields = [
        blocks.field(
            say("{kr} {title}: why {n}?", kr=f"KR-{n}", title=blocks.shorten(t, TITLE), n=score),
            blocks.text_input("vote.reason", initial=said, multiline=True, longest=LONGEST),
            block_id=f"{_REASON}{n}",
            hint=say("Everybody reads it beside your vote, without your name."),
            optional=True,
        )
        for n, t, score, said in odd
    ]
    about: dict[str, Any] = {"team": key[0], "day": key[1].isoformat()}
    return blocks.modal(
        REASONS, say("Vote"), fields, submit=say("Send"), close=say("Later"), metadata=about
    )


def read_reasons(form_: Form) -> dict[int, str]:
    """What was said, by KR; "" where nothing is."""
    return {
        int(name): form_.text(f"{_REASON}{name}", required=False, longest=LONGEST)
        for name in form_.names(_REASON)
        if name.isdecimal()
    }


def thanks(say: Say, key: Key) -> Block:
    """In place of the question; they may think better of it."""
    text = say("Thank you! It stands below the summary, without your name.")
    again = blocks.button(say("Change it"), WHY, value=_value(key))
    return blocks.message(text, [blocks.section(text), blocks.actions(again)])


def _value(key: Key) -> str:
    return f"{key[0]}|{key[1].isoformat()}"


def lines(say: Say, told: Sequence[Outcome]) -> Iterator[Mrkdwn]:
    """All KRs, and what is left out."""
    yield from (outcome(say, one) for one in told)
    yield say(
        "_Key results with fewer than {n} votes are left out, so that nobody can tell who voted"
        " how._",
        n=FEWEST,
    )
