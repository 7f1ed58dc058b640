"""The form behind /okr update: prefilled, filled, wrong, and overtaken."""

from decimal import Decimal

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.model import Payload, View
from tests.okr.stage import BEN, EVE, RESPONSE, SCORE, Make, words
from tests.okr.test_update import past, typed
from tests.world import World

D = Decimal


async def opened(world: World, who: str, line: str = "/okr update") -> View:
    """The form that somebody sees after typing this."""
    view = (await typed(world, who, line)).view
    assert view is not None
    return view


def field(view: View, block_id: str) -> Payload:
    block = next(b for b in view.payload["blocks"] if b["block_id"] == block_id)
    element: Payload = block["element"]
    return element


async def test_the_form_has_my_krs_with_their_last_values(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, SCORE)
    await make(EVE)
    form = await opened(care, "ben", "/okr update KR-1")
    await care.person("ben").submit(form, {"okr.value.1": "45.5", "okr.confidence.1": "7"})
    form = await opened(care, "ben")

    assert field(form, "okr.value.1")["initial_value"] == "45.5"
    assert field(form, "okr.confidence.1")["initial_option"]["value"] == "7"
    assert "initial_value" not in field(form, "okr.value.2")
    assert not any(b["block_id"] == "okr.value.3" for b in form.payload["blocks"])
    assert "It starts at 40." in words(form.payload["blocks"])


async def test_the_list_leads_to_the_form_of_all_that_is_mine(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, SCORE)
    ben, seen = care.person("ben"), await typed(care, "ben", "/okr")
    assert seen.message is not None
    row = next(b for b in seen.blocks if "Update mine" in str(b))
    form = (await ben.click(seen.message, "okr.update", block_id=row["block_id"])).view
    assert form is not None
    assert {"okr.value.1", "okr.value.2"} <= {b["block_id"] for b in form.payload["blocks"]}


async def test_saving_records_what_changed_and_leaves_the_rest(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, SCORE, ("Third", "0", "9", ""))
    await typed(care, "ben", "/okr update KR-1 45")
    await typed(care, "ben", "/okr update KR-2 50")
    ben, form = care.person("ben"), await opened(care, "ben")
    done = await ben.submit(
        form, {"okr.value.2": "52", "okr.confidence.2": "8", "okr.note.2": "new page"}
    )

    assert done.view is not None
    assert "Raise NPS to 60: 50 → 52" in words(done.view.payload["blocks"])
    assert "KR-1" not in words(done.view.payload["blocks"])
    assert [len(await past(care, n)) for n in (1, 2, 3)] == [1, 2, 0]
    last = (await past(care, 2))[0]
    assert (last.value, last.confidence, last.note) == (D(52), 8, "new page")


async def test_saving_without_a_change_says_so(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 1234.5")
    done = await care.person("ben").submit(await opened(care, "ben"))

    assert done.view is not None
    assert "Nothing had changed" in words(done.view.payload["blocks"])
    assert len(await past(care, 1)) == 1


async def test_the_form_of_one_kr_may_confirm_its_value(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    care.clock.move_to(care.moment("Tue 10:00"))
    done = await care.person("ben").submit(await opened(care, "ben", "/okr update KR-1"))

    assert done.view is not None
    assert "is still at 45 h" in words(done.view.payload["blocks"])
    assert len(await past(care, 1)) == 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"okr.value.1": "fast"}, {"okr.value.1": "“fast” is not a number"}),
        ({"okr.value.1": "1.234"}, {"okr.value.1": "can be read as"}),
        ({"okr.value.1": "45%"}, {"okr.value.1": "which is h"}),
        ({"okr.value.1": "45 or so"}, {"okr.value.1": "Only the number goes here"}),
        ({"okr.note.2": "going well"}, {"okr.value.2": "the value that your note is about"}),
    ],
)
async def test_each_mistake_stands_by_its_field_and_nothing_is_recorded(
    care: World, make: Make, values: dict[str, str], errors: dict[str, str]
) -> None:
    await make(BEN, RESPONSE, SCORE)
    ben, form = care.person("ben"), await opened(care, "ben")
    done = await ben.submit(form, {"okr.value.2": "", **values})

    assert done.kind == "errors"
    assert list(done.errors) == list(errors)
    for block, told in errors.items():
        assert told in done.errors[block]
    assert await past(care, 1) == await past(care, 2) == []


async def test_a_4000_character_note_stays_in_the_form(care: World, make: Make) -> None:
    await make(BEN)
    form, note = await opened(care, "ben"), "x" * 4000
    done = await care.person("ben").submit(form, {"okr.value.1": "45", "okr.note.1": note})

    assert "3000 characters" in done.errors["okr.note.1"]
    assert await past(care, 1) == []


async def overtaken(care: World, make: Make) -> View:
    """Eve has the form open and typed in it; Ben was faster with one of the two KRs."""
    await make(EVE, RESPONSE, SCORE)
    form = await opened(care, "eve")
    await typed(care, "ben", "/okr update KR-1 41 from the lead")
    done = await care.person("eve").submit(
        form, {"okr.value.1": "45", "okr.note.1": "mine", "okr.value.2": "50"}
    )
    assert (done.kind, done.view) == ("updated", form)
    return form


async def test_two_people_at_once_the_second_is_shown_what_the_first_wrote(
    care: World, make: Make
) -> None:
    form = await overtaken(care, make)

    told = words(form.payload["blocks"])
    assert f"<@{BEN}> recorded 41 h while you were writing: “from the lead”" in told
    assert field(form, "okr.value.1")["initial_value"] == "45"
    assert field(form, "okr.note.1")["initial_value"] == "mine"
    assert [one.value for one in await past(care, 1)] == [D(41)]
    assert await past(care, 2) == []  # all or nothing


async def test_who_is_overtaken_and_hears_nothing_of_it_is_told_when_they_send_it_again(
    care: World, make: Make
) -> None:
    await make(EVE, RESPONSE, SCORE)
    form = await opened(care, "eve")
    await typed(care, "ben", "/okr update KR-1 41 from the lead")
    care.sandbox.faults.add(Fault("cut_after", "interactive"))
    eve, mine = care.person("eve"), {"okr.value.1": "45"}
    assert (await eve.submit(form, mine)).kind == "failed"
    done = await eve.submit(form, mine)
    assert done.kind == "updated"
    assert "recorded 41 h while you were writing" in words(form.payload["blocks"])
    await eve.submit(form)
    assert [one.value for one in await past(care, 1)] == [D(45), D(41)]


async def test_the_second_may_put_theirs_on_top(care: World, make: Make) -> None:
    form = await overtaken(care, make)
    await care.person("eve").submit(form)

    assert [(one.value, one.note) for one in await past(care, 1)] == [
        (D(45), "mine"),
        (D(41), "from the lead"),
    ]
    assert [one.value for one in await past(care, 2)] == [D(50)]


async def test_the_second_may_leave_what_the_first_wrote(care: World, make: Make) -> None:
    form = await overtaken(care, make)
    await care.person("eve").submit(form, {"okr.value.1": "41", "okr.note.1": ""})

    assert [one.value for one in await past(care, 1)] == [D(41)]
    assert [one.value for one in await past(care, 2)] == [D(50)]


async def test_what_i_left_alone_is_not_in_the_way_of_others(care: World, make: Make) -> None:
    await make(EVE, RESPONSE, SCORE)
    await typed(care, "eve", "/okr update KR-1 44")
    form = await opened(care, "eve")
    await typed(care, "ben", "/okr update KR-1 41")
    done = await care.person("eve").submit(form, {"okr.value.2": "50"})

    assert done.view is not None
    assert done.view.payload["callback_id"] == "okr.saved"
    assert [one.value for one in await past(care, 1)] == [D(41), D(44)]


async def test_more_krs_than_fit_are_named(care: World, make: Make) -> None:
    for _ in range(4):
        await make(BEN, *((f"Measure {n}", "0", "9", "") for n in range(5)))
    form = await opened(care, "ben")

    assert len(form.payload["blocks"]) <= 100
    assert "2 more do not fit here: type `/okr update KR-19`" in words(form.payload["blocks"])
    assert len(form.payload["private_metadata"]) <= 3000


async def test_an_owner_of_what_is_gone_meanwhile_is_told(care: World, make: Make) -> None:
    await make(BEN)
    ben, form = care.person("ben"), await opened(care, "ben")
    care.clock.move_to(care.moment("Mon 10:00").replace(year=2027, month=2, day=15))
    note = "chat went live <at last> " * 100
    done = await ben.submit(form, {"okr.value.1": "45", "okr.note.1": note})

    assert done.view is not None
    said = words(done.view.payload["blocks"])
    assert "No longer open, so nothing was recorded: KR-1" in said
    assert "Nothing had changed" not in said
    assert "45\nchat went live <at last> chat" in said  # to be copied
    assert said.count("at last") > 90
