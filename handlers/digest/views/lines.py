"""The sentences of a digest."""

from collections.abc import Sequence
from typing import Final

from handlers.absence import views as absence_views
from handlers.blocker.rules import Blocker
from handlers.digest.rules.contents import Contents, Participation, Todo, todo
from handlers.kit import blocks
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.kudos import views as kudos_views
from handlers.kudos.rules import Given
from handlers.okr.rules import KrState, Movement, Status
from handlers.okr.views import parts
from handlers.okr.views.doubt import doubted

TITLE: Final = 90
NOTE: Final = 160


def headline(say: Say, contents: Contents) -> Mrkdwn:
    """Whose week, and its dates."""
    if contents.start == contents.end:
        return say("{team}: {day}", team=contents.team_name, day=say.day(contents.end))
    return say(
        "{team}: {start} – {end}",
        team=contents.team_name,
        start=say.day(contents.start),
        end=say.day(contents.end),
    )


def notification(say: Say, contents: Contents) -> Mrkdwn:
    """What a phone shows, and what is read aloud first."""
    return say(
        "{headline}. {summary}", headline=headline(say, contents), summary=summary(say, contents)
    )


def summary(say: Say, contents: Contents) -> Mrkdwn:
    """The week in figures."""
    figures = _movement(say, contents)
    if contents.paused:  # a week without its round is quiet for a reason
        figures.append(say("Paused: {days}", days=absence_views.named_days(say, contents.paused)))
    if (part := contents.participation) is not None:
        figures.append(_participation(say, part))
    if contents.kudos:
        figures.append(say.plural("{n} kudos", "{n} kudos", len(contents.kudos)))
    return Mrkdwn(" · ".join(figures))


def _participation(say: Say, part: Participation) -> Mrkdwn:
    shown = {"answered": part.answered, "asked": part.asked}
    if part.is_open:
        return say("{answered} of {asked} checked in so far", **shown)
    return say("{answered} of {asked} checked in", **shown)


def _movement(say: Say, contents: Contents) -> list[Mrkdwn]:
    every = len(contents.krs)
    if not every:
        return [say("No key results yet")]
    if not contents.updates and contents.paused:
        return []
    if not contents.updates and every == 2:
        return [say("A quiet week: both key results stood still")]
    if not contents.updates:
        return [
            say.plural(
                "A quiet week: the one key result stood still",
                "A quiet week: all {n} key results stood still",
                every,
            )
        ]
    return [
        say.plural(
            "{moved} of {n} key result moved",
            "{moved} of {n} key results moved",
            every,
            moved=len(contents.moved),
        ),
        say.plural("{n} update", "{n} updates", contents.updates),
    ]


def last_is_over(say: Say, contents: Contents) -> Mrkdwn:
    """What can still be said of the cycle before, and that the next one waits."""
    if contents.graded_until is None:
        return say("The last cycle is over, and `/okr new` sets what comes next.")
    return say(
        "The last cycle is over: grades are taken in `/okr cycle` until {day}, and `/okr new` sets"
        " what comes next.",
        day=say.day(contents.graded_until, weekday=True),
    )


def objective(say: Say, title: str) -> Mrkdwn:
    return say("_{title}_", title=blocks.shorten(title, TITLE))


def _name(say: Say, kr: KrState) -> Mrkdwn:
    return say("*{kr}* {title}", kr=parts.kr_name(kr), title=blocks.shorten(kr.title, TITLE))


def moved(say: Say, movement: Movement) -> Mrkdwn:
    """A KR's name, and below it bar, progress, and its values before and after."""
    kr = movement.kr
    after = kr.aim.begins if movement.after is None else movement.after
    share = kr.aim.progress(after, kr.tally)
    progress = parts.percent(say, share) if share is not None else Mrkdwn("")
    return say(
        "{dot} {name}\n{bar} {progress} · {values} · {status}",
        dot=parts.DOTS[kr.status],
        name=_name(say, kr),
        bar=blocks.bar(share),
        progress=progress,
        values=_values(say, movement),
        status=parts.status_words(say, kr.status),
    )


def _values(say: Say, movement: Movement) -> Mrkdwn:
    """45 % → 52 % (+7 points); in its first week it has no value before."""
    return doubted(say, _change(say, movement), movement.kr, movement.before, movement.after)


def _change(say: Say, movement: Movement) -> Mrkdwn:
    kr = movement.kr
    value = kr.aim.begins if movement.after is None else movement.after
    after = Mrkdwn("–") if value is None else say.amount(value, kr.unit)
    if value is None or movement.before is None or movement.after is None:
        if movement.updates > 1:
            return say("now {after}, its first week", after=after)
        return say("first value: {after}", after=after)
    return say(
        "{before} → {after} ({change})",
        before=say.amount(movement.before, kr.unit),
        after=after,
        change=say.moved(movement.before, value, kr.unit),
    )


def confirmed(say: Say, same: Sequence[Movement]) -> list[Mrkdwn]:
    """KRs that somebody looked at and found unchanged."""
    if not same:
        return []
    names = [parts.kr_name(m.kr) for m in same[:20]]
    return [say("Value confirmed, unchanged: {names}", names=names)]


def needs_help(say: Say, kr: KrState) -> Mrkdwn:
    """What it is and what was last said of it; nobody is named for being late."""
    if kr.status is Status.OUTDATED:
        return _outdated(say, kr)
    mark = parts.status_mark(say, kr.status)
    if not kr.note:
        return say("{name}: {mark}", name=_name(say, kr), mark=mark)
    note = blocks.shorten(" ".join(kr.note.split()), NOTE)
    return say("{name}: {mark}. “{note}”", name=_name(say, kr), mark=mark, note=note)


def _outdated(say: Say, kr: KrState) -> Mrkdwn:
    dot = parts.DOTS[Status.OUTDATED]
    if kr.day is None:
        return say("{name}: {dot} no update yet", name=_name(say, kr), dot=dot)
    day = say.day(kr.day, weekday=True)
    return say("{name}: {dot} no update since {day}", name=_name(say, kr), dot=dot, day=day)


def thanks(say: Say, group: Sequence[Given]) -> Mrkdwn:
    """Who was thanked, and below it what for and by whom."""
    people = kudos_views.people(say, group[0].recipients)
    reasons = (
        say(
            "“{reason}” – {giver}",
            reason=blocks.shorten(" ".join(given.reason.split()), NOTE),
            giver=mention(given.giver),
        )
        for given in group
    )
    return say("🙌 {people}: {reasons}", people=people, reasons=Mrkdwn(" · ".join(reasons)))


def closing(say: Say, contents: Contents, *, posted: bool) -> Mrkdwn:
    """One thing to do. Only what is `posted` has a thread to answer in."""
    what, kr = todo(contents)
    if kr is not None:
        return _about(say, what, kr, posted=posted)
    if what is Todo.HELP:
        return _asked_for(say, contents.unhelped[0])
    if what is Todo.BEGIN and contents.is_between:
        return say("*One thing to do:* set what comes next with `/okr new`.")
    return _of_the_week(say, what)


def _of_the_week(say: Say, what: Todo) -> Mrkdwn:
    match what:
        case Todo.BEGIN:
            return say("*One thing to do:* set a first objective with `/okr new`.")
        case Todo.MEASURE:
            return say(
                "*One thing to do:* a metric has gone quiet; record a reading with `/okr metric`."
            )
        case Todo.THANK:
            return say(
                "*One thing to do:* somebody made a customer's day. Say so: `/kudos @name for what"
                " they did`."
            )
        case Todo.LISTEN:
            return say(
                "*One thing to do:* when a customer says something worth keeping, save it with"
                " `/quote`; it can stand here next week."
            )
        case _:
            return say("Nothing is behind and nobody is waiting. Well done, everyone.")


def _asked_for(say: Say, blocker: Blocker) -> Mrkdwn:
    return say(
        "*One thing to do:* {who} waits for help: “{text}”. Whoever can help presses the button in"
        " `/okr blockers`.",
        who=mention(blocker.member_id),
        text=blocks.shorten(" ".join(blocker.text.split()), NOTE),
    )


def _about(say: Say, what: Todo, kr: KrState, *, posted: bool) -> Mrkdwn:
    name = parts.kr_name(kr)
    if what is Todo.CHECK:
        return say(
            "*One thing to do:* check the value of {kr}, which may be a slip. Whoever recorded it"
            " takes it back with `/okr withdraw {kr}`, or records the right one.",
            kr=name,
        )
    if what is Todo.REFRESH:
        return say(
            "*One thing to do:* say where {kr} stands, with `/okr update {kr}` and its value.",
            kr=name,
        )
    if not posted:
        return say(
            "*One thing to do:* help {kr} along. What would bring it back on track? Once this is"
            " posted, answer in its thread.",
            kr=name,
        )
    return say(
        "*One thing to do:* help {kr} along. What would bring it back on track? Answer in this"
        " thread.",
        kr=name,
    )
