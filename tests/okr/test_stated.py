"""A status that is typed beside a value: taken with its reason, or asked for one by the form."""

import pytest

from tests.okr.stage import BEN, SCORE, Make, words
from tests.okr.test_form import field, opened
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

OTHER = ("Raise NPS of shops", "20", "60", "")


@pytest.mark.parametrize(
    ("who", "line", "status", "why"),
    [
        ("ben", "45 at risk: the supplier is late", "at_risk", "the supplier is late"),
        ("ben", "45 Off-Track, no phones", "off_track", "no phones"),
        ("ben", "45 of 60 on track – all is well", "on_track", "all is well"),
        ("ben", "45 at risk because of phones", "at_risk", "because of phones"),
        ("chen", "45 有风险：供应商延迟", "at_risk", "供应商延迟"),
        ("chen", "45 进度正常，因为有新人", "on_track", "因为有新人"),
        ("dai", "45 落後：沒有電話", "off_track", "沒有電話"),
        ("ben", "45, at risk: no phones", "at_risk", "no phones"),
        ("ben", "45; at risk; no phones", "at_risk", "no phones"),
        ("chen", "45；落后；没有电话", "off_track", "没有电话"),
        ("chen", "45，落后因为没有电话", "off_track", "因为没有电话"),
        ("ben", "45 🔴 no phones", "off_track", "no phones"),
        ("ben", "45 :large_yellow_circle: at risk: no phones", "at_risk", "no phones"),
    ],
)
@on_one_database
async def test_a_value_its_status_and_the_reason_are_taken_at_once(
    care: World, make: Make, who: str, line: str, status: str, why: str
) -> None:
    await make(care.person(who).user, SCORE)
    seen = await typed(care, who, f"/okr update KR-1 {line}")

    (done,) = await past(care, 1)
    assert (f"{done.value:f}", f"{done.status}") == ("45", status)
    assert (done.note, done.reason) == (why, why)
    shown = await typed(care, who, "/okr show KR-1")
    assert words(seen.blocks).count(why) == 1
    assert words(shown.blocks).count(why) == 2  # of what it is, and in the history


@pytest.mark.parametrize(
    ("line", "value", "status", "why"),
    [
        ("45 at risk", "45", "at_risk", ""),
        ("+5 at risk.", "+5", "at_risk", ""),
        ("45 at risk: 👍", "45", "at_risk", "👍"),
        ("45 off track records of phones", "45", "off_track", "records of phones"),
        ("off track: no phones", "", "off_track", "no phones"),
        ("45 有风险", "45", "at_risk", ""),
        ("45 🔴", "45", "off_track", ""),
        ("45 at risk because", "45", "at_risk", "because"),
    ],
)
@on_one_database
async def test_without_a_plain_reason_the_form_asks_with_what_was_typed(
    care: World, make: Make, line: str, value: str, status: str, why: str
) -> None:
    await make(BEN, SCORE)
    form = await opened(care, "ben", f"/okr update KR-1 {line}")

    assert field(form, "okr.value.1").get("initial_value", "") == value
    assert field(form, "okr.status.1")["initial_option"]["value"] == status
    assert field(form, "okr.reason.1").get("initial_value", "") == why
    assert await past(care, 1) == []
    await care.person("ben").submit(form, {"okr.value.1": "45", "okr.reason.1": "no phones"})
    (done,) = await past(care, 1)
    assert (f"{done.value:f}", f"{done.status}", done.reason) == ("45", status, "no phones")


@on_one_database
async def test_of_several_key_results_the_one_with_a_status_has_to_be_named(
    care: World, make: Make
) -> None:
    await make(BEN, SCORE, OTHER)
    for line in ("45 at risk: no phones", "45 at risk"):
        seen = await typed(care, "ben", f"/okr update raise nps {line}")
        assert "Put the number of the one you mean" in words(seen.blocks)
        assert line in words(seen.blocks)
    assert [*await past(care, 1), *await past(care, 2)] == []


@on_one_database
async def test_a_status_does_not_fit_into_the_field_of_the_value(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    form = await opened(care, "ben", "/okr update KR-1")
    for told in ("45 at risk", "45 at risk: no phones"):
        refused = await care.person("ben").submit(form, {"okr.value.1": told})
        assert set(refused.errors) == {"okr.value.1"}
    assert await past(care, 1) == []


@pytest.mark.parametrize("line", ["55 on track", "55 🟢", "55 of 60 :large_green_circle: 正常。"])
@on_one_database
async def test_a_status_that_is_computed_needs_no_reason(
    care: World, make: Make, line: str
) -> None:
    await make(BEN, SCORE)
    await typed(care, "ben", f"/okr update KR-1 {line}")
    (done,) = await past(care, 1)
    assert (f"{done.value:f}", done.status, done.note) == ("55", None, "")


@pytest.mark.parametrize("note", ["at risk", "at risk of losing phones"])
@on_one_database
async def test_behind_a_semicolon_a_status_without_its_reason_is_a_note(
    care: World, make: Make, note: str
) -> None:
    await make(BEN, SCORE)
    await typed(care, "ben", f"/okr update KR-1 45; {note}")
    (done,) = await past(care, 1)
    assert (f"{done.value:f}", done.status, done.note) == ("45", None, note)
