"""A key result and an objective at the end of their cycle, in a line each."""

from decimal import Decimal

from handlers.cycle.rules.ended import Ended, EndedKr
from handlers.cycle.rules.running import progress_of, worst
from handlers.kit.blocks import shorten
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr import views as okr
from handlers.okr.rules.grade import AIMS, TENTH, Verdict

MARKS = {
    Verdict.REACHED: "✅",
    Verdict.PARTLY: "🟡",
    Verdict.MISSED: "🔻",
    Verdict.UNGRADED: "▫️",
}


def grade_words(say: Say, grade: Decimal) -> Mrkdwn:
    """A grade, always with its tenth: 0.7, 1.0, 0,7."""
    tenth = grade.quantize(TENTH)
    if tenth % 1:
        return say.number(tenth)
    return Mrkdwn(f"{say.number(tenth + TENTH)[:-1]}0")


def verdict_words(say: Say, verdict: Verdict) -> Mrkdwn:
    """The verdict as a mark and in words."""
    mark = MARKS[verdict]
    match verdict:
        case Verdict.REACHED:
            words = say("reached")
        case Verdict.PARTLY:
            words = say("partly reached")
        case Verdict.MISSED:
            words = say("missed")
        case Verdict.UNGRADED:
            words = say("no answer")
    return Mrkdwn(f"{mark} {words}")


def objective_line(say: Say, one: Ended) -> Mrkdwn:
    """Title, then its grade beside what it aimed for."""
    name = say("*{number}* {title}", number=f"O-{one.number}", title=one.title)
    words = verdict_words(say, one.verdict)
    if one.grade is None:
        return Mrkdwn(f"{name}\n{words}")
    aim = grade_words(say, AIMS[one.ambition])
    grade = grade_words(say, one.grade)
    graded = say("*{grade}* of {aim} aimed for: {verdict}", grade=grade, aim=aim, verdict=words)
    return Mrkdwn(f"{name}\n{graded}")


def standing_line(say: Say, one: Ended) -> Mrkdwn:
    """As it stands while its cycle runs, when there is no verdict yet."""
    name = say("*{number}* {title}", number=f"O-{one.number}", title=shorten(one.title, 150))
    progress = progress_of(one)
    mark = okr.status_mark(say, worst(one))
    if progress is None:
        return Mrkdwn(f"{name} · {mark}")
    return Mrkdwn(f"{name} · {okr.own_share(say, progress)} · {mark}")


def kr_words(say: Say, one: EndedKr) -> Mrkdwn:
    """Name, title, and what it was to reach."""
    kr = one.kr
    aim = okr.aim_words(say, kr.aim, kr.unit)
    return say("*{kr}* {title}: {aim}", kr=okr.kr_name(kr), title=kr.title, aim=aim)


def reached_words(say: Say, one: EndedKr) -> Mrkdwn:
    """Where it stands: the last value and how much of the way that is."""
    kr = one.kr
    if kr.value is None:
        return say("no value")
    value = say.amount(kr.value, kr.unit)
    if kr.progress is None:
        return value
    return say("{value} ({progress})", value=value, progress=okr.percent(say, kr.progress))


def result_line(say: Say, one: EndedKr) -> Mrkdwn:
    """All of a KR in a line: from where to where, what was reached, its grade."""
    if one.grade is None and one.suggested is None:
        return say("• {kr} · no answer", kr=kr_words(say, one))
    parts = {"kr": kr_words(say, one), "reached": reached_words(say, one)}
    if one.grade is not None:
        return say("• {kr} · {reached} · *{grade}*", grade=grade_words(say, one.grade), **parts)
    suggested = grade_words(say, one.suggested or Decimal(0))
    return say("• {kr} · {reached} · *{grade}* suggested", grade=suggested, **parts)


def kr_standing(say: Say, one: EndedKr) -> Mrkdwn:
    """The same while its cycle runs: its status, unless somebody has graded it already."""
    if one.grade is not None:
        return result_line(say, one)
    mark = okr.status_mark(say, one.kr.status)
    return Mrkdwn(f"• {kr_words(say, one)} · {reached_words(say, one)} · {mark}")


def closed_line(say: Say, one: EndedKr, *, runs: bool) -> Mrkdwn:
    """One that was closed for itself: at its target it counts, else it was dropped."""
    parts = {"kr": kr_words(say, one), "reached": reached_words(say, one)}
    if not one.kr.is_reached:
        return say("• ~{kr}~ · {reached} · dropped, so it does not count", **parts)
    grade = one.graded.counted
    if runs or grade is None:
        return say("• {kr} · {reached} · closed at its target", **parts)
    words = grade_words(say, grade)
    return say("• {kr} · {reached} · *{grade}* · closed at its target", grade=words, **parts)


def heir_words(say: Say, one: EndedKr) -> Mrkdwn | None:
    """Under which number it goes on, if it does, and what that needs first."""
    if one.heir is None:
        return None
    names = {"kr": f"KR-{one.kr.number}", "heir": f"KR-{one.heir.number}"}
    if one.heir.is_draft:
        return say(
            "{kr} as {heir} in {cycle}, a draft: it needs a new target",
            cycle=one.heir.cycle_id,
            **names,
        )
    return say("{kr} as {heir} in {cycle}", cycle=one.heir.cycle_id, **names)


def lesson_words(say: Say, one: Ended, longest: int) -> Mrkdwn:
    """The lesson in its owner's words."""
    lesson = shorten(" ".join(one.lesson.split()), longest)
    return say("💡 “{lesson}” – {who}", lesson=lesson, who=mention(one.owner_id))
