"""What was filled into a team's form."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.schedule.rules import rhythm, weekday_from
from handlers.schedule.rules.rhythm import LAST, NTHS, Days, Month, Rhythm, Weeks
from handlers.team import rules
from handlers.team.rules import Setup
from handlers.team.views import form as fields
from handlers.team.views import rhythm as rhythms
from handlers.team.views.votes import read_votes

_NEEDS: Final = {rhythms.MONTHLY: rhythms.NTH, rhythms.SOME_DAYS: rhythms.CHECKIN_DAYS}


def read_setup(form: Form, now: datetime) -> Setup:
    """What the form says, as far as it is filled in; what is wrong with it the form notes."""
    leads = form.people(fields.LEADS)
    if not leads:
        form.refuse(fields.LEADS, UserError("Somebody has to lead the team. Choose at least one."))
    zone = form.choice(fields.ZONE) or "UTC"
    made, weekday = _rhythm(form, zone, now)
    return Setup(
        name=form.text(fields.NAME, longest=rules.LONGEST_NAME),
        zone=zone,
        language=form.choice(fields.LANGUAGE) or "en-US",
        checkin_weekday=weekday,
        checkin_time=form.clock(rhythms.CHECKIN_TIME) or rules.CHECKIN[1],
        digest_weekday=int(form.choice(fields.DIGEST_DAY) or rules.DIGEST[0]),
        digest_time=form.clock(fields.DIGEST_TIME) or rules.DIGEST[1],
        members=tuple(form.people(fields.MEMBERS)),
        leads=tuple(leads),
        checkin_rhythm=rhythm.written(made),
        checkin_walls=form.choice(rhythms.WALLS) or rules.OWN,
        votes=read_votes(form),
    )


def in_shape(form: Form) -> bool:
    """Whether it has the fields that its rhythm needs: it may be sent before it followed."""
    sort = form.choice(rhythms.RHYTHM) or rules.WEEKLY
    return _NEEDS.get(sort, rhythms.CHECKIN_DAY) in form


def _rhythm(form: Form, zone: str, now: datetime) -> tuple[Rhythm, int]:
    """And the weekday whose weeks or months are counted."""
    sort = form.choice(rhythms.RHYTHM) or rules.WEEKLY
    days = [int(day) for day in form.choices(rhythms.CHECKIN_DAYS)]
    weekday = int(form.choice(rhythms.CHECKIN_DAY) or min(days, default=rules.CHECKIN[0]))
    if sort == rhythms.SOME_DAYS:
        return _some_days(form, days, weekday)
    if sort == rhythms.MONTHLY:
        nth = int(form.choice(rhythms.NTH) or NTHS[0])
        return Month(nth if nth in NTHS else LAST), weekday
    every = int(sort.partition(":")[2] or 1)
    return Weeks(every, _phase(form, every, weekday, zone, now)), weekday


def _some_days(form: Form, days: list[int], weekday: int) -> tuple[Rhythm, int]:
    if rhythms.CHECKIN_DAYS in form and not days:
        form.refuse(rhythms.CHECKIN_DAYS, UserError("Choose at least one day of the week."))
    chosen = tuple(sorted(days)) or (weekday,)
    return Days(chosen), chosen[0]


def _phase(form: Form, every: int, weekday: int, zone: str, now: datetime) -> int:
    """In which of the weeks; until somebody chooses it, that of the next such weekday."""
    name = f"{rhythms.FIRST}{every}_"
    chosen = next((form.choice(name + rest) for rest in form.names(name)), None)
    if chosen is not None:
        return int(chosen) % every
    return rhythm.week_of(weekday_from(now.astimezone(ZoneInfo(zone)).date(), weekday)) % every
