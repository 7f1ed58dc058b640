"""What a digest tells, from a database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.rules.contents import Contents, Participation, figures
from handlers.digest.views import post as views
from handlers.digest.views.lines import headline
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.metric import flows as metrics
from handlers.metric.rules.typed import Entry, read
from storage import checkin
from storage.db import Sessions
from storage.team import Team
from tests.digest.conftest import Furniture, friday, gathered


def _words(message: dict[str, Any]) -> str:
    """Everything in a message, a block a paragraph."""
    found = []
    for block in message["blocks"]:
        texts = [block.get("text"), *block.get("elements", ())]
        found += [text["text"] for text in texts if text]
    return "\n\n".join(found)


async def _told(session: AsyncSession, team: Team, english: Say) -> tuple[Contents, str]:
    contents = await gathered(session, team)
    return contents, _words(views.message(english, contents))


async def test_movement_since_the_last_digest(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=2)
    await room.update(1, "20", friday(weeks=-2))
    await room.update(1, "38", friday(weeks=0) - timedelta(days=2))
    await room.update(1, "45", friday() - timedelta(hours=1))
    await room.update(2, "40", friday(weeks=-2))
    await room.update(2, "40", friday() - timedelta(days=1))
    contents, words = await _told(session, team, english)
    assert "*KR-1* Result 1\n▰▰▰▰▱▱▱▱▱▱ 45 % · 20 % → 45 % (+25 points)" in words
    assert "Value confirmed, unchanged: KR-2" in words
    assert "1 of 2 key results moved · 3 updates" in words
    assert figures(contents)["moved"] == [{"kr": 1, "before": "20", "after": "45", "updates": 2}]


async def test_one_key_result_is_told_as_one(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=1)
    await room.update(1, "20", friday(weeks=-2))
    await room.update(1, "38", friday() - timedelta(days=2))
    _, words = await _told(session, team, english)
    assert "1 of 1 key result moved · 1 update" in words


async def test_the_headline_has_the_weeks_dates(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team()
    _, words = await _told(session, team, english)
    assert words.startswith("Care: 14 Nov – 20 Nov")


async def test_the_headline_of_one_day_says_it_once(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    contents, _ = await _told(session, await room.team(), english)
    assert headline(english, replace(contents, start=contents.end)) == "Care: 20 Nov"


async def test_what_needs_help_comes_with_the_last_note(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=4)
    recent = friday() - timedelta(days=1)
    await room.update(1, "30", recent, note="the new form\nis late", status="at_risk")
    await room.update(2, "10", recent, note="<!channel> no data", status="off_track")
    await room.update(3, "90", recent)
    await room.update(4, "50", friday(weeks=-3))
    contents, words = await _told(session, team, english)
    paragraph = next(p for p in words.split("\n\n") if p.startswith("*What needs help*"))
    assert paragraph.splitlines()[1:] == [
        "*KR-2* Result 2: 🔴 off track. “&lt;!channel&gt; no data”",
        "*KR-1* Result 1: 🟡 at risk. “the new form is late”",
        "*KR-4* Result 4: ⚪ no update since Fri, 30 Oct",
    ]
    assert list(figures(contents)["help"]) == ["2", "1", "4"]
    assert "*One thing to do:* help KR-2 along." in words


async def test_nobody_is_named_for_being_late(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=2)
    _, words = await _told(session, team, english)
    assert "no update yet" in words
    assert "U0" not in words


async def test_kudos_are_grouped_by_whom_they_thank(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team()
    at = friday() - timedelta(days=3)
    await room.kudos("U1", ["U2"], "calming the Acme call", at)
    await room.kudos("U2", ["U3", "U4"], "the status page", at + timedelta(hours=1))
    await room.kudos("U3", ["U2"], "staying late <3", at + timedelta(hours=2))
    await room.kudos("U3", ["U2"], "something long ago", friday(weeks=-3))
    _, words = await _told(session, team, english)
    assert "3 kudos" in words
    assert (
        "🙌 <@U2>: “calming the Acme call” – <@U1> · “staying late &lt;3” – <@U3>\n"
        "🙌 <@U3> and <@U4>: “the status page” – <@U2>"
    ) in words


async def test_metrics_say_how_sure_they_are(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team()
    anna = Reader("U0ANNA", "anna", "UTC", english)
    for text, at in (("nps 62 21 17", friday(weeks=-1)), ("nps 64 20 16", friday(10))):
        entry = read(text)
        assert isinstance(entry, Entry)
        await metrics.record(session, anna, team, entry, at)
    contents, words = await _told(session, team, english)
    assert "*NPS*  48 ± 14.8 (100 answers) · +3 since 13 Nov, within noise" in words
    (kept,) = figures(contents)["metrics"]
    assert (kept["value"], kept["change"], kept["is_change"]) == ("48", "3", False)


async def test_participation_is_a_number_and_leaves_out_who_was_away(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=2)
    key = ("care", friday().date() - timedelta(days=2))
    await checkin.open_round(session, key, friday(weeks=-1), friday(11))
    session.add(
        checkin.Answer(
            team_id="care",
            day=key[1],
            kr_number=1,
            update_id="x",
            member_id="U0ANNA",
            answered_at=friday(10),
        )
    )
    await session.flush()
    contents, words = await _told(session, team, english)
    assert contents.participation == Participation(1, 2)
    assert "1 of 2 checked in" in words
    await checkin.note_skipped(session, {(key, "U0BEN"): "away"})
    assert (await gathered(session, team)).participation == Participation(1, 1)


async def test_a_quiet_week_reads_well(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=2)
    for number in (1, 2):
        await room.update(number, "60", friday(weeks=-1) - timedelta(days=1))
    _, words = await _told(session, team, english)
    assert words == (
        "Care: 14 Nov – 20 Nov\n\n"
        "A quiet week: both key results stood still\n\n"
        "*What moved*\nNo key result changed its value.\n\n"
        "*What needs help*\nNothing: no key result is behind.\n\n"
        "*One thing to do:* somebody made a customer's day. Say so: `/kudos @name for what they"
        " did`."
    )


async def test_a_team_without_key_results_hears_how_to_begin(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team()
    _, words = await _told(session, team, english)
    assert "There are no key results in this cycle yet." in words
    assert words.endswith("*One thing to do:* set a first objective with `/okr new`.")


async def test_forty_key_results_fit_and_the_rest_is_summed_up(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=40)
    for number in range(1, 41):
        note = "n" * 4000
        at = friday() - timedelta(hours=number)
        await room.update(number, str(number), at, note=note, status="off_track")
    contents, words = await _told(session, team, english)
    message = views.message(english, contents)
    assert len(message["blocks"]) < 30
    assert all(len(b["text"]["text"]) <= 3000 for b in message["blocks"] if b["type"] == "section")
    assert "28 more key results moved: `/okr` shows them all." in words
    assert "32 more: `/okr` shows them all." in words
    assert "*KR-40* Result 40\n" in words  # the farthest
    assert len(figures(contents)["moved"]) == 40


async def test_the_number_of_statements_does_not_grow(
    sessions: Sessions, session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=40)
    counted: list[str] = []

    def count(*args: Any) -> None:
        counted.append(args[2])

    async def statements() -> int:
        counted.clear()
        await gathered(session, team)
        return len(counted)

    event.listen(sessions.engine.sync_engine, "before_cursor_execute", count)
    await room.update(1, "5", friday(10))
    await room.kudos("U1", ["U2"], "the first reason", friday(10))
    few = await statements()
    for number in range(1, 41):
        await room.update(number, "7", friday(11))
        await room.kudos("U1", ["U2"], f"reason number {number}", friday(11))
    many = await statements()
    event.remove(sessions.engine.sync_engine, "before_cursor_execute", count)
    assert (few, many) == (few, few)
    assert few <= 15
