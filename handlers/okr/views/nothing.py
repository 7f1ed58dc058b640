"""A list that is empty: what was asked for, why nothing fits, and what to do next."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import Status, numbered
from handlers.okr.rules.bare import in_one_line
from handlers.okr.rules.listing import Filter, Listing, packed
from handlers.okr.views.lists import NEW
from handlers.okr.views.parts import status_words

CALLED: Final = "okr.list_called"  # a button: its value is a filter without a status


def nothing(
    reader: Reader,
    found: Listing,
    asked: Sequence[Mrkdwn],
    others: Sequence[Block],
    step: Mrkdwn | None,
) -> Block:
    """What to do next where nothing fits. `asked` is what was asked for, in words; `others` are
    the buttons to what is in trouble all the same.
    """
    say = reader.say
    text = Mrkdwn(" · ".join([say("No key result"), *asked]))
    buttons = [*others]
    advice = _advice(reader, found, step, is_well=not buttons)
    if found.asked == Filter(owner_id=reader.id):
        text = say("You own no open key result.")
        buttons += [] if step else [blocks.button(say("New objective"), NEW)]
    if found.of_no_status:
        buttons.insert(0, _called_button(say, found))
    rows = [blocks.section(text), blocks.context(advice)]
    if buttons:
        rows.append(blocks.actions(*buttons))
    return blocks.message(text, rows)


def _called_button(say: Say, found: Listing) -> Block:
    label = say.plural("List it", "List all {n}", found.of_no_status)
    return blocks.button(label, CALLED, packed(found.asked.of_any_status, 0))


def _advice(reader: Reader, found: Listing, step: Mrkdwn | None, *, is_well: bool) -> Mrkdwn:
    """`is_well`: nothing else is in trouble either."""
    say, asked = reader.say, found.asked
    if asked.words:
        return _not_called(say, found)
    if asked.is_to_do:
        good = say("Nothing is in that state: good. `/okr list` lists everything.")
        worse = say(
            "Nothing is in that state, but something else needs help. `/okr list` lists everything."
        )
        return good if is_well else worse
    if asked.owner_id == reader.id:
        makes = say("`/okr new` makes an objective; `/okr list` lists everybody's key results.")
        return step or makes
    if asked == Filter():  # which is what they have typed
        return step or say("Nothing is open in the cycle that runs. `/okr new` makes an objective.")
    if step:
        return say(
            "Only open key results of the cycle that runs are listed. `/okr list` lists everything."
        )
    return say(
        "Only open key results of the cycle that runs are listed. `/okr list` lists everything,"
        " `/okr new` makes an objective."
    )


def _not_called(say: Say, found: Listing) -> Mrkdwn:
    """Why no words fit: of what they do fit, another filter may leave out all."""
    asked = found.asked
    if found.of_no_status:
        told = [status_words(say, status) for status in Status if status in asked.statuses]
        statuses = Mrkdwn(say(" or ").join(told))
        return say.plural(
            "{n} is called that, but it is not {statuses}.",
            "{n} are called that, but none of them is {statuses}.",
            found.of_no_status,
            statuses=statuses,
        )
    if asked.is_narrow:
        return say(
            "None of these is called that: `/okr list {words}` looks among all that runs.",
            words=in_one_line(asked.words),
        )
    if (numbers := numbered(asked.words)) and not numbers.krs:
        return say(
            "No key result of that runs. `/okr list` lists everything that runs; `/okr show"
            " {objective}` shows an objective that is proposed or closed.",
            objective=numbers.names[0],
        )
    if numbers:
        return say(
            "No such key result runs. `/okr list` lists everything that runs; `/okr show {kr}`"
            " shows one that is proposed or closed.",
            kr=numbers.names[0],
        )
    return say(
        "Nothing that runs is called that, and nobody of that name owns one. Try fewer words;"
        " `/okr list` lists everything that runs. With the same words `/okr show` finds also"
        " proposed objectives, and `/okr history` what is closed."
    )
