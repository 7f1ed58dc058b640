"""What a played week has to keep: every card at its minute, once; figures that are true."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo import week
from bot.demo.acts import has_button
from bot.demo.scenes import DAYS, ZONE
from bot.demo.witness import Seen, Witness
from handlers.checkin import views as checkin

# Of the cards that are due together, at four messages a second in a workspace.
EACH_TAKES: Final = timedelta(milliseconds=250)
NUMBER: Final = r"(-?[\d.]+)"
# “🟢 *KR-4* Raise NPS”, and below it “▰▰▱ 50 % · 36 → 38 (+2)”.
LINE: Final = re.compile(rf"\*KR-(\d+)\*[^\n]*\n[^\n]*· {NUMBER}[^\n→]*→ {NUMBER}")


def mistakes(witness: Witness, monday: datetime) -> Iterator[str]:
    """Everything that is not as the script promises."""
    yield from late_or_doubled_cards(witness, monday)
    yield from wrong_figures(witness)


def is_card(seen: Seen) -> bool:
    return seen.what == "new" and has_button(seen.blocks, checkin.OPEN)


def late_or_doubled_cards(witness: Witness, monday: datetime) -> Iterator[str]:
    """Each card at its minute on its reader's wall, within Slack's pace, once; and no other."""
    zones = {person.name: person.zone for person in witness.workspace.people.values()}
    promised = {
        (_moment(when, monday, zones[name]), name)
        for name, whens in week.cards().items()
        for when in whens
    }
    arrived: dict[str, list[datetime]] = {}
    for seen in filter(is_card, witness.seen):
        arrived.setdefault(reader(witness, seen), []).append(seen.at)
    for due, name in sorted(promised):
        together = sum(1 for other, _ in promised if other == due)
        latest = due + EACH_TAKES * together
        on_time = [at for at in arrived.get(name, ()) if due <= at <= latest]
        if len(on_time) != 1:
            yield f"{name}'s card of {due:%a %H:%M} came {len(on_time)} times by {latest:%X}"
        for at in on_time:
            arrived[name].remove(at)
    for name, more in arrived.items():
        for at in more:
            yield f"{name} got a card at {at:%a %H:%M:%S} UTC that nobody promised"


def _moment(when: str, monday: datetime, zone: str) -> datetime:
    """A moment such as “Wed 10:00” of this week, on a zone's walls."""
    day, _, clock = when.partition(" ")
    hour, minute = map(int, clock.split(":"))
    date = monday.astimezone(ZONE).date() + timedelta(days=DAYS.index(day))
    return datetime(date.year, date.month, date.day, hour, minute, tzinfo=ZoneInfo(zone))


def reader(witness: Witness, seen: Seen) -> str:
    """Whose direct message it is, by name."""
    members = witness.workspace.channels[seen.channel].members
    other = next(m for m in members if m != witness.workspace.bot_user)
    return witness.workspace.people[other].name


def wrong_figures(witness: Witness) -> Iterator[str]:
    """The digest of each team, as posted, against the updates that the script made."""
    for channel, promised in week.moved().items():
        posted = [s for s in witness.seen if _is_digest(witness, s, channel)]
        if len(posted) != 1:
            yield f"#{channel} got {len(posted)} digests"
            continue
        shown = figures(posted[0].look)
        for kr, (before, after) in promised.items():
            wanted = (Decimal(before), Decimal(after))
            if shown.get(kr) != wanted:
                yield f"#{channel}: KR-{kr} moved {wanted}, the digest shows {shown.get(kr)}"
        for kr in shown.keys() - promised.keys():
            yield f"#{channel}: the digest moves KR-{kr}, which nobody has"


def _is_digest(witness: Witness, seen: Seen, channel: str) -> bool:
    place = witness.workspace.channels[seen.channel]
    about = any(block["type"] == "header" for block in seen.blocks)
    return place.name == channel and about and seen.what == "new" and bool(figures(seen.look))


def figures(text: str) -> dict[int, tuple[Decimal, Decimal]]:
    """KR number -> value before and after, read from the text of a digest."""
    found = {}
    for number, before, after in LINE.findall(text):
        with suppress(ArithmeticError):
            found[int(number)] = (Decimal(before), Decimal(after))
    return found
