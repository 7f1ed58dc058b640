"""The message: the last prompts, the next ones, and what the clocks do between."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.checkin.rules import away, cadence
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.nudge.rules import Profile
from handlers.team.rules import in_no_team
from handlers.why.rules import Asked, Change, Coming, Followed, Told, Whole
from handlers.why.views.reasons import planned_words, reason_words

FOLLOWED: Final = 6  # reminders and the like of one prompt
PARTS: Final = 18  # of each half: a message holds fifty blocks


def why(reader: Reader, found: Whole, now: datetime) -> Block:
    """In the reader's language, by the reader's wall."""
    say = reader.say
    title = say("When I ask you, and why") if found.own else say("When I ask them, and why")
    shown = [blocks.section(Mrkdwn(f"*{title}*{_who(found)}"))]
    shown += [blocks.section(say("*The last ones*"))]
    shown += [blocks.section(_asked(reader, found, one)) for one in found.last[:PARTS]]
    shown += [] if found.last else [blocks.section(say("There was nothing to ask yet."))]
    shown += [blocks.divider(), blocks.section(say("*The next ones*"))]
    shown += list(_next(reader, found, now))
    shown.append(blocks.context(_profile(say, found)))
    return blocks.message(title, shown)


def _who(found: Whole) -> Mrkdwn:
    return Mrkdwn("") if found.own else Mrkdwn(f" · {mention(found.person_id)}")


def _asked(reader: Reader, found: Whole, one: Asked) -> Mrkdwn:
    say, prompt = reader.say, one.prompt
    head = say(
        "*{when}* · {teams}: {fate}",
        when=_when(reader, prompt.due, prompt.zone),
        teams=_teams(found, one.team_ids),
        fate=_fate(reader, prompt),
    )
    if one.answered is not None:
        at = say.moment(one.answered, reader.zone)
        head = _dotted(head, say("answered {at}", at=at))
    lines = [_followed(reader, found, after, one) for after in one.followed[:FOLLOWED]]
    return Mrkdwn("\n".join([head, *lines]))


def _dotted(*parts: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(" · ".join(parts))


def _teams(found: Whole, ids: Sequence[str]) -> list[str]:
    return [found.names.get(id_, "–") for id_ in ids]


def _when(reader: Reader, at: datetime, zone: str) -> Mrkdwn:
    """By the reader's wall, and by the one that it is planned by where that shows another time."""
    say, local = reader.say, at.astimezone(ZoneInfo(zone))
    shown = say.moment(at, reader.zone)
    same = local.utcoffset() == at.astimezone(ZoneInfo(reader.zone)).utcoffset()
    if same or zone == "UTC":
        return shown
    return say("{when} ({clock} in {zone})", when=shown, clock=say.clock(local.time()), zone=zone)


def _fate(reader: Reader, told: Told) -> Mrkdwn:
    say, at = reader.say, reader.say.moment(told.at, reader.zone)
    if told.state == "skipped":
        return say("➖ not sent: {why}", why=reason_words(say, told.reason or ""))
    if told.waits:
        return say("⏳ comes {at}", at=at)
    if told.reason:
        return say("✅ sent {at}: {why}", at=at, why=reason_words(say, told.reason))
    if told.is_late and told.kind == cadence.SNOOZED:  # as they were away, or as we were
        return say("✅ sent {at}", at=at)
    if told.is_late:
        return say("✅ sent {at}, late: I was not running when it was due", at=at)
    return say("✅ sent")


def _followed(reader: Reader, found: Whole, after: Followed, asked: Asked) -> Mrkdwn:
    """With the teams, where it is not of all that were asked about together."""
    say, told = reader.say, after.told
    name = {
        cadence.REMIND: say("reminder"),
        cadence.LAST_CALL: say("last call"),
        cadence.SNOOZED: say("put off to"),
    }.get(told.kind, Mrkdwn("–"))
    when = say.moment(told.due, reader.zone)
    if after.team_ids != asked.team_ids:
        names = _teams(found, after.team_ids)
        when = say("{when} ({teams})", when=when, teams=names)
    is_dropped = told.waits and (asked.is_over or told.dropped is not None)
    fate = _dropped(say, told, asked) if is_dropped else _fate(reader, told)
    return say("  ↳ {name} {when}: {fate}", name=name, when=when, fate=fate)


def _dropped(say: Say, told: Told, asked: Asked) -> Mrkdwn:
    """What is planned still, and will not come."""
    why = away.SKIPPED if asked.is_skipped else away.NOTHING_MISSING
    if not asked.is_over and told.dropped is not None:
        why = told.dropped
    return say("➖ will not be sent, as it looks now: {why}", why=planned_words(say, why))


def _next(reader: Reader, found: Whole, now: datetime) -> Iterator[Block]:
    clocks = found.clocks(reader.zone, now)
    if not found.soon:
        yield blocks.section(_unplanned(reader, found))
    for one, between in list(zip(found.soon, clocks, strict=True))[:PARTS]:
        for change in between[:2]:
            yield blocks.context(_clock(reader, change, one))
        yield blocks.section(_coming(reader, found, one))


def _unplanned(reader: Reader, found: Whole) -> Mrkdwn:
    """What comes first: a guest sets no team up."""
    say = reader.say
    if not reader.is_guest:
        return say("Nothing is planned. `/okr team` in a team's channel sets its check-ins up.")
    if not found.names:
        return Mrkdwn(in_no_team(is_guest=True).told(say))
    return say("Nothing is planned. A lead of your team sets its check-ins up with `/okr team`.")


def _coming(reader: Reader, found: Whole, one: Coming) -> Mrkdwn:
    say = reader.say
    head = say(
        "*{when}* · {teams}",
        when=_when(reader, one.at, one.zone),
        teams=_teams(found, one.team_ids),
    )
    if one.held:
        head = _dotted(head, reason_words(say, one.held))
    if one.reason is None:
        return head
    why = planned_words(say, one.reason)
    return _dotted(head, say("➖ will not be sent, as it looks now: {why}", why=why))


def _clock(reader: Reader, change: Change, one: Coming) -> Mrkdwn:
    """What the clocks do, and what the reader's wall shows when the next prompt comes."""
    say = reader.say
    told = {
        "day": say.day(change.day, weekday=True),
        "clock": say.clock(one.at.astimezone(ZoneInfo(reader.zone)).time()),
    }
    forward = change.by > timedelta()
    if change.zone == reader.zone and one.zone in (reader.zone, "UTC"):
        if forward:
            return say("🕑 Clocks go forward on {day}: still {clock} on your wall", **told)
        return say("🕑 Clocks go back on {day}: still {clock} on your wall", **told)
    told["zone"] = escape(change.zone)
    if forward:
        return say(
            "🕑 Clocks in {zone} go forward on {day}: from then on {clock} on your wall", **told
        )
    return say("🕑 Clocks in {zone} go back on {day}: from then on {clock} on your wall", **told)


def _profile(say: Say, found: Whole) -> Mrkdwn:
    names = {
        Profile.STANDARD: say("Reminders: standard."),
        Profile.LIGHT: say("Reminders: light."),
        Profile.OFF: say("Reminders: off."),
    }
    how = say("`/okr checkin settings` changes that.") if found.own else Mrkdwn("")
    return say.joined(names[found.reminders], how)
