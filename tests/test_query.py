"""Reads as values: alone, together, and what need not be asked."""

from datetime import UTC, datetime

from storage.absence import around
from storage.blocker import open_of
from storage.db import Sessions, already, answers
from storage.team import Member

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


async def test_each_answer_is_that_of_its_own_question(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        session.add_all(Member(id=id_, name=id_.lower(), seen_at=NOW) for id_ in ("U1", "U2"))
        names = around("U2").then(lambda found: found.me and found.me.name)
        found = await answers(session, around("U1"), already("known"), names, open_of("U1"))

        assert found[0].me is not None
        assert (found[0].me.id, *found[1:]) == ("U1", "known", "u2", [])
        assert await names.read(session) == "u2"
        assert await already(1).read(session) == 1
