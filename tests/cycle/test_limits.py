"""Reminders at the end of a cycle know what else has asked, and who wants none."""

from datetime import date, time, timedelta

from handlers.cycle.rules import due
from handlers.nudge import flows as nudge
from handlers.nudge.rules import OFF, TODAY, Ask
from handlers.schedule.rules import moment
from storage.nudge import Nudge
from tests.checkin.stage import BEN, CHEN, all_of, occurrences, set_person
from tests.cycle.stage import asked
from tests.world import HOME, World

SHANGHAI = "Asia/Shanghai"
REMINDED = moment(date(2027, 1, 4), time(10), SHANGHAI)  # where Chen is


async def test_a_cycle_does_not_remind_on_top_of_others_nor_whom_it_should_not(
    late: World,
) -> None:
    await late.go_to(REMINDED - timedelta(hours=1))
    await set_person(late, BEN, reminders="off")
    async with late.bot.deps.sessions.workspace(HOME) as session:
        ask = Ask(CHEN, "vote:1", "vote.ask", SHANGHAI, (2,))
        await nudge.note(session, [ask], late.clock.now())
    await late.go_to(REMINDED + timedelta(days=1))
    assert len(asked(late, "chen")) == len(asked(late, "ben")) == 1  # the first card came
    reasons = {r.member_id: r.reason for r in await occurrences(late, due.REMIND)}
    assert reasons == {BEN: OFF, CHEN: TODAY}
    noted = {(n.member_id, n.kind, n.kr_number) for n in await all_of(late, Nudge)}
    assert (CHEN, due.ASK, 2) in noted
