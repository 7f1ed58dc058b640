"""Who may thank whom, for what, and how often; each refusal says what to do instead."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol

from handlers.kit.errors import UserError
from handlers.kit.text import columns, mention
from handlers.kudos.rules.reading import Thanks, as_seen, says_something

MOST_A_DAY: Final = 5
SHORTEST: Final = 10  # columns; wide characters count two
REPEAT: Final = timedelta(seconds=10)


class No(StrEnum):
    """Why somebody cannot be thanked."""

    ONESELF = "oneself"
    BOT = "bot"
    LEFT = "left"
    STRANGER = "stranger"


class Person(Protocol):
    """Whom the directory knows: `storage.team.Member`."""

    @property
    def is_bot(self) -> bool: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def is_stranger(self) -> bool: ...


def long_enough(reason: str) -> bool:
    """Whether it says something, and is as wide as it has to be where it is read."""
    return says_something(reason) and columns(as_seen(reason).strip()) >= SHORTEST


def refusal(giver: str, recipient: str, known: Person | None) -> No | None:
    """Why this person cannot be thanked, or None. Whom the directory lacks is a stranger."""
    if recipient == giver:
        return No.ONESELF
    if known is None or known.is_stranger:
        return No.STRANGER
    if known.is_bot:
        return No.BOT
    return No.LEFT if known.deleted else None


def check_thanks(giver: str, thanks: Thanks, known: Mapping[str, Person]) -> None:
    """UserError says what to type instead."""
    if thanks.group:
        raise UserError(
            "Kudos go to people, so that each of them hears it. Name them one by one:"
            " `/kudos @ben @chen for staying with the customer until it worked`."
        )
    if not thanks.recipients:
        raise UserError(
            "Whom do you want to thank, and what for? Type it like this: `/kudos @ben for staying"
            " with the customer until it worked`. Pick the name from the list that opens when you"
            " type @."
        )
    for recipient in thanks.recipients:
        no = refusal(giver, recipient, known.get(recipient))
        if no is not None:
            raise _refused(no, recipient)
    if not (thanks.says and long_enough(thanks.reason)):
        raise UserError(
            "What did they do? Say it in ten letters or more, so that it can be read by others:"
            " `/kudos @ben for staying with the customer until it worked`."
        )


def _refused(no: No, recipient: str) -> UserError:
    who = mention(recipient)
    match no:
        case No.ONESELF:
            return UserError(
                "Kudos are for others, so I gave none. If somebody helped you, thank them: name"
                " only them and send it again."
            )
        case No.BOT:
            return UserError(
                "{who} is an app and cannot enjoy kudos. Thank the person behind it.", who=who
            )
        case No.LEFT:
            return UserError(
                "{who} is no longer in this workspace, so kudos would not reach them. Name the"
                " others only.",
                who=who,
            )
        case No.STRANGER:
            return UserError(
                "{who} is not a member of this workspace as far as I know. If they have just"
                " joined, try again in some minutes.",
                who=who,
            )


def check_quoted(reason: str) -> None:
    """A reaction's reason is the message itself."""
    if not long_enough(reason):
        raise UserError(
            "Your :raised_hands: has not become kudos: that message has too few words to stand as"
            " a reason. Say it yourself: `/kudos @ben for staying with the customer until it"
            " worked`."
        )


def check_day(spent: Iterable[Sequence[str]], wanted: int) -> None:
    """Five recipients a day, the giver's local day; what was taken back does not count."""
    left = max(MOST_A_DAY - sum(len(recipients) for recipients in spent), 0)
    if left == 0:
        raise UserError(
            "You have thanked {most} people today, which is as many as a day holds. Tomorrow you"
            " can thank more.",
            most=MOST_A_DAY,
        )
    if wanted > left:
        raise UserError(
            "A day holds kudos for {most} people, and {left} of yours are left today. Name fewer"
            " people, or go on tomorrow.",
            most=MOST_A_DAY,
            left=left,
        )


def no_such_kr(number: int) -> UserError:
    return UserError(
        "I know no open KR-{number}. Type `/okr` to see the key results, and send your kudos again"
        " with the right number or without one.",
        number=str(number),
    )
