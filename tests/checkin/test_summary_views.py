"""A round of 300 people with long answers fits into Slack's messages, and says where the rest is;
what was said is shown as it was then.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from handlers.blocker.rules import Blocker
from handlers.checkin import views
from handlers.checkin.rules.summary import Line, Spoken, Summary, Told, status_then
from handlers.checkin.views.thread import SAID
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.kudos.rules import Given
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Kind, Reach
from handlers.question.rules import SCALE, Asked, Kept, Promise, Replied
from handlers.question.rules import Kind as Asks

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
DAY = date(2026, 11, 18)
SAY = Texts().say("en-US")
PEOPLE = [f"U{n:03}" for n in range(300)]
LONG = "word <!here> & " * 200


def kr(number: int, **values: object) -> KrState:
    state = KrState(
        number=number,
        title="T" * 2000,
        unit="h",
        kind=Kind.REACH,
        aim=Reach(Decimal(0), Decimal(100)),
        owner_id=PEOPLE[number % 300],
        objective_number=1,
        objective_title="O",
        team_id="care",
        cycle_id="2026-Q4",
        cycle_ends=date(2026, 12, 31),
        weight=Decimal(1),
        position=1,
        value=Decimal(40),
        update_id="u",
        day=DAY,
        made_at=NOW,
        confidence=None,
        note=LONG,
        progress=Decimal("0.4"),
        status=Status.AT_RISK,
    )
    return state._replace(**values)  # type: ignore[arg-type]


def told(people: int) -> Told:
    questions = [Asked(f"q{n}", "care", Asks.TEXT, f"Question {n}?") for n in range(9)]
    scale = Asked("scale", "care", Asks.SCALE, "How was it?")
    replies = [Replied(q.id, who, LONG, is_late=True) for q in questions for who in PEOPLE[:people]]
    spoken = [Spoken(q, [r for r in replies if r.question_id == q.id]) for q in questions]
    scaled = [Replied("scale", who, SCALE[n % len(SCALE)]) for n, who in enumerate(PEOPLE[:people])]
    lines = [Line(kr(n), PEOPLE[n], Decimal(30), Decimal(40)) for n in range(people)]
    return Told(
        team_name="Care",
        summary=Summary("care", DAY, lines, 3, people, people, 0),
        spoken=[*spoken, Spoken(scale, scaled)],
        blockers=[],
        promised=[
            Promise("care", DAY, who, "q", LONG, Kept.NO if n % 2 else Kept.YES)
            for n, who in enumerate(PEOPLE[:people])
        ],
        kudos=[
            Given(who, "care", who, (who,), LONG, 1, None, "command", NOW)
            for who in PEOPLE[:people]
        ],
        quotes=[],
    )


@pytest.mark.parametrize("people", [3, 300])
def test_a_round_fits_however_many_say_however_much(people: int) -> None:
    whole = told(people)
    messages = [views.summary(SAY, whole), *views.thread(SAY, whole).values()]
    for message in messages:
        assert len(message["blocks"]) < 50
        assert len(str(message)) < 40_000
        assert all(len(b["text"]["text"]) < 3000 for b in message["blocks"] if "text" in b)
        assert "<!here>" not in str(message)
    assert ("more: `/okr checkin report`" in str(messages[1])) == (people == 300)
    assert "✗ No, not yet" not in str(messages)  # only their lead reads of what was not kept


def test_every_word_is_in_the_report_and_each_page_fits() -> None:
    whole = told(8)
    reader = Reader("U0", "Ann", "UTC", SAY)
    seen, page, pages = "", 0, 1
    while page < pages:
        message = views.report(reader, whole, page, None)
        assert len(message["blocks"]) <= 50
        assert len(str(message)) < 20_000
        seen += str(message)
        page += 1
        pages = pages + 1 if any(views.TURN in str(b) for b in message["blocks"]) else pages
    assert seen.count("word &lt;!here&gt; &amp;") >= 9 * 8 * 199
    again = views.report(reader, whole, 10_000, None)  # the round became shorter meanwhile
    assert views.TURN_BACK in str(again)


def test_replies_to_a_choice_stand_together_in_its_order() -> None:
    said = str(views.thread(SAY, told(7))["1:said"])
    first = said.index("• 1 of 5: 2 (<@U000>, <@U005>)")
    assert (
        first < said.index("• 2 of 5: 2 (<@U001>, <@U006>)") < said.index("• 5 of 5: 1 (<@U004>)")
    )


def test_what_stands_in_the_way_is_told_once() -> None:
    asked = told(1).spoken[0].asked
    replies = [Replied("q0", "U1", "Nobody of us knows"), Replied("q0", "U2", "All well")]
    stuck = Blocker("b", "care", DAY, "U1", "Nobody of us knows", NOW, question_id=asked.id)
    shown = views.thread(
        SAY, replace(told(1), spoken=[Spoken(asked, replies)], blockers=[stuck], promised=[])
    )
    assert "Nobody of us knows" not in str(shown["1:said"])
    assert "All well" in str(shown["1:said"])
    assert "Nobody of us knows" in str(shown["2:help"])


def test_a_long_reply_is_shortened_on_one_line() -> None:
    whole = replace(told(1), spoken=[Spoken(told(1).spoken[0].asked, [Replied("q0", "U1", LONG)])])
    (line,) = [
        text
        for block in views.thread(SAY, whole)["1:said"]["blocks"]
        for text in block["text"]["text"].split("\n")
        if text.startswith("•")
    ]
    assert line.endswith("…")
    assert len(line) <= SAID + len("• <@U1>: ")


@pytest.mark.parametrize(
    ("value", "said", "status"),
    [
        (45, None, Status.ON_TRACK),  # half of the time was gone
        (30, None, Status.AT_RISK),
        (10, None, Status.OFF_TRACK),
        (10, Status.ON_TRACK, Status.ON_TRACK),  # as a person said
        (None, None, Status.AT_RISK),  # nothing was said: as it stands
    ],
)
def test_a_status_is_that_of_its_day_whatever_came_later(
    value: int | None, said: Status | None, status: Status
) -> None:
    state = kr(1, expected=Decimal("0.5"))
    given = None if value is None else Decimal(value)
    assert status_then(state, given, said) is status
