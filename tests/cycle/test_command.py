"""`/okr cycle`: what runs, the rhythm, cycles with own dates, the next one, and the past."""

from datetime import date, time

from handlers.cycle.views import overview as views
from handlers.cycle.views import result
from handlers.okr.views import NEW
from handlers.schedule.rules import moment
from storage.okr import Objective
from storage.workspace import Workspace
from tests.checkin.stage import BEN, BERLIN, all_of, words
from tests.cycle.stage import kr, objective, say_value
from tests.okr.stage import words as read
from tests.world import World


async def typed(world: World, name: str, line: str = "") -> str:
    reply = await world.person(name).command(f"/okr cycle {line}", world.channel("care"))
    return read(reply.blocks) or reply.text


async def test_it_tells_what_runs_and_opens_the_form_of_the_next_cycle(late: World) -> None:
    await say_value(late, "ben", 1, "20")
    text = await typed(late, "ben")
    assert "2026-Q4" in text
    assert "4 days left" in text
    assert "*O-1* Delight people who ask · 80 % of its own key results · 🆕 no update yet" in text
    assert "Next: *2027-Q1*, 1 Jan to 31 Mar" in text
    assert "New objective for 2027-Q1" in text
    assert "I know no cycle" in await typed(late, "ben", "2026-X9")
    assert "10月1日 到 12月31日 · 还有 4 天" in await typed(late, "chen")
    ben = late.person("ben")
    shown = await ben.command("/okr cycle", late.channel("care"))
    assert shown.message is not None
    form = (await ben.click(shown.message, NEW)).view
    assert form is not None
    assert "It counts for 2027-Q1" in str(form.payload["blocks"])
    filled = {"okr.objective": "Next", "1.title": "Replies", "1.start": "1", "1.target": "9"}
    done = await ben.submit(form, filled)
    assert done.kind == "updated", done.errors
    made = [o for o in await all_of(late, Objective) if o.title == "Next"]
    assert [(o.cycle_id, o.owner_id) for o in made] == [("2027-Q1", BEN)]
    card = next(m for m in ben.dms() if "can be prepared now" in m.text)
    assert "*KR-1* First response time" in words(card)  # it is not reached yet


async def test_a_cycle_that_runs_has_no_verdict_before_its_last_day(late: World) -> None:
    await say_value(late, "ben", 1, "50")
    stands = "*O-1* Delight people who ask · 20 % of its own key results · 🆕 no update yet"
    assert stands in await typed(late, "ben")
    for name in ("2026-Q4", "Q4"):
        told = await typed(late, "ben", name)
        assert stands in told
        assert "time: from 60 to 10 h · 50 h (20 %) · 🟢 on track" in told
        assert not any(word in told for word in ("missed", "aimed for", "suggested"))
    assert "未达成" not in await typed(late, "chen", "2026-Q4")

    await late.go_to(moment(date(2026, 12, 31), time(9), BERLIN))
    assert "*0.2* of 1.0 aimed for: 🔻 missed" in await typed(late, "ben", "2026-Q4")


async def test_admins_set_the_rhythm_and_make_cycles_of_their_own(late: World) -> None:
    anna = late.person("anna")
    refused = await late.person("ben").command("/okr cycle new", late.channel("care"))
    assert "Ask one of them" in str(refused.text)
    form = (await anna.command("/okr cycle new", late.channel("care"))).view
    assert form is not None
    wrong = {"name": "2027-Q2", "starts": "2027-02-01", "ends": "2027-01-01"}
    errors = (await anna.submit(form, wrong)).errors
    assert "means something else" in errors["name"]
    assert "before it begins" in errors["ends"]
    good = {"name": "Launch <!here>", "starts": "2026-12-20", "ends": "2027-02-15"}
    made = await anna.submit(form, good)  # it overlaps with the quarter
    assert made.view is not None
    assert "*Launch &lt;!here&gt;* runs from 20 Dec to 15 Feb" in read(made.view.payload["blocks"])
    await anna.close(made.view, all=True)
    form = (await anna.command("/okr cycle new", late.channel("care"))).view
    assert form is not None
    again = await anna.submit(form, good | {"name": "launch <!HERE>"})
    assert "a cycle of this name already" in again.errors["name"]
    assert "Launch <!here>" in await typed(late, "anna")  # a heading, which pings nobody
    assert "its admins set the rhythm" in await typed(late, "ben", "month")
    text = await typed(late, "anna", "month")
    assert "*2027-01* begins on 1 Jan. *2026-Q4* runs on until 31 Dec" in text
    assert "`/okr cycle quarter` takes this back" in text
    assert "takes this back" not in await typed(late, "anna", "month")
    shown = await anna.command("/okr cycle", late.channel("care"))
    assert shown.message is not None
    answer = await anna.click(shown.message, views.RHYTHM, value="trimester")
    assert "*2027-T1* begins on 1 Jan" in read(answer.blocks)
    (kept,) = await all_of(late, Workspace)
    assert kept.rhythm == "trimester"


async def test_the_past_is_shown_in_pages(late: World) -> None:
    for number in range(2, 9):
        await objective(late, number, BEN, title=f"Number {number}")
        await kr(late, number + 10, BEN, of=number)
    await late.go_to(moment(date(2027, 1, 5), time(15), BERLIN))
    ben = late.person("ben")
    shown = await ben.command("/okr cycle 2026-q4", late.channel("care"))
    assert "Number 5" in read(shown.blocks)
    assert "Number 6" not in read(shown.blocks)
    assert shown.message is not None
    following = await ben.click(shown.message, result.PAGED)
    assert "Number 6" in read(following.blocks)
    assert "Number 5" not in read(following.blocks)
    (post,) = [m for m in late.posted("care") if "what came of it" in m.text]
    assert "And 2 more" in words(post)
    assert "`/okr cycle 2026-Q4`" in await typed(late, "ben")
