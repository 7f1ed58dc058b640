"""What the team and its leads read of a blocker, and the buttons with which they help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.blocker.rules import LIST, Blocker
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention

CAN_HELP: Final = "blocker.can_help"
SOLVED: Final = "blocker.solved"
TEXT: Final = 600  # characters of what is in the way; the whole of it is in the check-in
LINE: Final = 200
LISTED: Final = 20  # of a team's, in the list


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button carries: which blocker, and on which of its messages it stands."""

    blocker_id: str
    place: str

    def __str__(self) -> str:
        return f"{self.blocker_id}|{self.place}"


def read_tap(value: str) -> Tap:
    blocker_id, _, place = value.partition("|")
    return Tap(blocker_id, place)


def post(say: Say, blocker: Blocker, team_name: str, place: str) -> Block:
    """The message as it stands now, for the channel or for one person."""
    title = _title(say, blocker, team_name, place)
    shown = [blocks.section(Mrkdwn(f"{title}\n{_quoted(blocker.text, TEXT)}"))]
    if about := _about(say, blocker):
        shown.append(blocks.context(about))
    if blocker.is_open:
        shown.append(_buttons(say, blocker, place))
    return blocks.message(title, shown)


def _title(say: Say, blocker: Blocker, team_name: str, place: str) -> Mrkdwn:
    who = mention(blocker.member_id)
    if not blocker.is_open:
        return say("✅ Solved: what was in the way of {who}", who=who)
    if place == blocker.member_id:
        helper = mention(blocker.helper_id or "")
        return say("🙋 {helper} helps you. You asked for help with:", helper=helper)
    return say("🆘 {who} needs help in *{team}*", who=who, team=team_name)


def _about(say: Say, blocker: Blocker) -> Mrkdwn | None:
    """What it is about, and who helps or closed it."""
    parts = [Mrkdwn(f"KR-{blocker.kr_number}")] if blocker.kr_number is not None else []
    if blocker.helper_id:
        parts.append(say("🙋 {helper} helps", helper=mention(blocker.helper_id)))
    if blocker.closed_by:
        parts.append(say("closed by {who}", who=mention(blocker.closed_by)))
    return Mrkdwn(" · ".join(parts)) if parts else None


def _quoted(text: str, most: int) -> Mrkdwn:
    return Mrkdwn("> " + blocks.shorten(escape(text), most).replace("\n", "\n> "))


def _buttons(say: Say, blocker: Blocker, place: str) -> Block:
    """Read aloud they say what they are about: in a list there are many."""
    tap, text = str(Tap(blocker.id, place)), _short(blocker)
    solved = blocks.button(say("Solved"), SOLVED, tap, label=say("Solved: {text}", text=text))
    if blocker.helper_id or place == blocker.member_id:
        return blocks.actions(solved)
    label = say("I can help: {text}", text=text)
    can_help = blocks.button(say("I can help"), CAN_HELP, tap, style="primary", label=label)
    return blocks.actions(can_help, solved)


def line(say: Say, blocker: Blocker) -> Mrkdwn:
    """One blocker in a line: whose it is, what, since when, who helps."""
    about = Mrkdwn(f"KR-{blocker.kr_number}: ") if blocker.kr_number is not None else Mrkdwn("")
    told = say(
        "🚧 {about}{text} · {who}, since {day}",
        about=about,
        text=_short(blocker),
        who=mention(blocker.member_id),
        day=blocker.since,
    )
    if blocker.helper_id:
        helped = say("🙋 {helper} helps", helper=mention(blocker.helper_id))
        return Mrkdwn(f"{told} · {helped}")
    return told


def listed(say: Say, names: Mapping[str, str], open_: Mapping[str, Sequence[Blocker]]) -> Block:
    """`/okr blockers`: what is open in these teams (id -> name), with its buttons."""
    of_all = [(team_id, one) for team_id in names for one in open_.get(team_id, ())]
    if not of_all:
        text = say(
            "✅ Nothing is in the way of {teams}. Whoever needs help ticks “I need help” in their"
            " check-in: `/okr checkin`",
            teams=list(names.values()),
        )
        return blocks.message(text, [blocks.section(text)])
    n = len(of_all)
    title = say.plural("{n} thing is in the way", "{n} things are in the way", n)
    shown: list[Block] = [blocks.header(title)]
    before = None
    for team_id, one in of_all[:LISTED]:
        if team_id != before and len(names) > 1:
            shown.append(blocks.section(Mrkdwn(f"*{escape(names[team_id])}*")))
        before = team_id
        shown += [blocks.section(line(say, one)), _buttons(say, one, LIST)]
    if n > LISTED:
        shown.append(_more(say, n - LISTED))
    return blocks.message(title, shown)


def _more(say: Say, n: int) -> Block:
    return blocks.context(
        say.plural(
            "{n} more waits: it comes up here as these are solved.",
            "{n} more wait: they come up here as these are solved.",
            n,
        )
    )


def thanked(say: Say, blocker: Blocker, note: str) -> Block:
    """For whoever helped, when somebody else closed it."""
    text = say("🎉 Solved, and you helped. Thank you! {who} closed it:", who=_closer(blocker))
    return _told(text, blocker, note)


def solved(say: Say, blocker: Blocker, note: str) -> Block:
    """For whoever asked, when somebody else closed it."""
    text = say(
        "✅ {who} closed what you asked for help with. Still in the way? Say so in your next"
        " check-in.",
        who=_closer(blocker),
    )
    return _told(text, blocker, note)


def _told(text: Mrkdwn, blocker: Blocker, note: str) -> Block:
    rest = [blocks.section(escape(note))] if note else []
    return blocks.message(text, [blocks.section(text), *rest, blocks.context(_short(blocker))])


def _short(blocker: Blocker) -> Mrkdwn:
    return Mrkdwn(blocks.shorten(" ".join(escape(blocker.text).split()), LINE))


def _closer(blocker: Blocker) -> Mrkdwn:
    return mention(blocker.closed_by or "")


def how(say: Say, blocker: Blocker, note: str) -> Block:
    """How it was solved, in the thread of the channel's post."""
    text = say("✅ {who}: {note}", who=_closer(blocker), note=note)
    return blocks.message(text, [blocks.section(text)])
