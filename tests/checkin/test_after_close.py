"""What card and form say of what was answered, while its round runs and once it is closed."""

from datetime import timedelta

from handlers.checkin import views
from handlers.okr.views import note_id, value_id
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    filled,
    record,
    words,
)
from tests.checkin.test_answering import prompted, values
from tests.checkin.test_card import buttons, card_of
from tests.checkin.test_unsent import shown
from tests.trust.deep import on_one_database
from tests.world import World


@on_one_database
async def test_a_wrong_tap_is_put_right_before_the_rest_is_answered(world: World) -> None:
    await prompted(world)
    anna = world.person("anna")
    assert views.EDIT not in buttons(card_of(world))
    await anna.click(card_of(world), views.NO_CHANGE, block_id="checkin.kr.1")
    await anna.click(card_of(world), views.EDIT)
    assert "KR-1" in shown(anna.modal)
    assert "KR-2" not in shown(anna.modal)
    await filled(world, "anna", {value_id(1): "40", note_id(1): "macros"})
    await world.settle()

    assert await values(world, 1) == [45, 45, 40]
    assert "40 h – macros" in words(card_of(world))
    assert views.NO_CHANGE in buttons(card_of(world))  # KR-2 still waits
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    await anna.click(cards(world, "anna")[0], views.EDIT)
    assert "your answer still counts, as late" in words(cards(world, "anna")[0])
    assert views.EDIT not in buttons(cards(world, "anna")[0])


@on_one_database
async def test_a_card_of_a_closed_round_shows_what_counted_in_it(world: World) -> None:
    await prompted(world)
    anna = world.person("anna")
    await record(world, ANNA, 1, 40, "macros")
    await record(world, ANNA, 1, 38, "and more")
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    await anna.command("/okr update KR-1 30 after the close", world.channel("care"))
    await record(world, ANNA, 2, 20, "late")
    await world.settle()

    (summary,), card = world.posted("care")[:1], words(cards(world, "anna")[0])
    assert "38 h – and more" in card
    assert "after the close" not in card
    assert "20 h – late" in card  # a late answer is one
    assert "38 h" in words(summary)


@on_one_database
async def test_a_stand_in_reads_whose_answer_it_is_that_they_can_change(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    await record(world, ANNA, 1, 40)
    anna, ben = world.person("anna"), world.person("ben")
    await anna.command("/okr away until Friday @ben", world.channel("care"))
    await world.settle()
    await ben.command("/okr checkin", world.channel("care"))

    assert f"This is what <@{ANNA}> answered." in shown(ben.modal)
    assert "what you answered" not in shown(ben.modal)
