"""What somebody asks a list for, in words: at risk, a team, @somebody, #channel, a title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.reader import Reader
from handlers.okr.flows.finding import SHORT
from handlers.okr.rules import Status
from handlers.okr.rules.life import Level
from handlers.okr.rules.listing import LONGEST, Filter
from handlers.team.rules import in_no_team
from storage import team as teams
from storage.team import Team

ALIKE: Final = 80  # of 100: how alike a word and a filter, or a team's name, have to be
STRICT: Final = 85  # the same for words up to BRIEF: `state` is not `stale`
BRIEF: Final = 5
_TAG: Final = re.compile(r"<[@#][^>]*>")
_CHANNEL: Final = re.compile(r"<#([^|>\s]+)")
_BETWEEN: Final = re.compile(r"[\"“”„«»「」『』]|[,，、](?=\s|$)")
_AND: Final = frozenset({"and", "&", "+", "or", "和", "与", "與", "或"})

MINE, OURS, ALL = "mine", "ours", "all"
Meaning = Status | Level | str
FILTERS: Final = MappingProxyType(
    {
        **dict.fromkeys(
            ("at risk", "risk", "at-risk", "有风险", "风险", "有風險", "風險"), Status.AT_RISK
        ),
        **dict.fromkeys(
            ("off track", "offtrack", "behind", "偏离", "脱轨", "落后", "偏離", "落後"),
            Status.OFF_TRACK,
        ),
        **dict.fromkeys(("on track", "ontrack", "正常", "进度正常", "進度正常"), Status.ON_TRACK),
        **dict.fromkeys(
            ("outdated", "stale", "overdue", "久未更新", "未更新", "过期", "過期", "逾期"),
            Status.OUTDATED,
        ),
        **dict.fromkeys(("no update", "no update yet", "尚无更新", "尚無更新"), Status.NEW),
        **dict.fromkeys(("company", "公司"), Level.COMPANY),
        **dict.fromkeys(("personal", "个人", "個人"), Level.PERSONAL),
        **dict.fromkeys(("all", "everything", "everyone", "全部", "所有"), ALL),
        **dict.fromkeys(("mine", "my", "me", "我的", "我"), MINE),
        **dict.fromkeys(
            ("my team", "my teams", "team", "our", "ours", "我的团队", "我的團隊", "团队", "團隊"),
            OURS,
        ),
    }
)
_LONGEST_PHRASE: Final = 3  # words
_LONGEST_NAME: Final = 6  # words of a team's name that are compared


@dataclass(slots=True)
class _Heard:
    """What a line said, and the words that were no filter."""

    meanings: list[Meaning] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


async def understand_filter(session: AsyncSession, reader: Reader, line: str) -> Filter:
    """The filter in a line as Slack sends it, mentions and all. UserError for who is nobody.

    In any order; what is neither filter nor team is words of a title.
    """
    people, channels = mentioned(line), _CHANNEL.findall(line)
    every = await teams.every_team(session)
    # A name of several words first: that of Team Blue begins with a filter.
    typed = unquoted(readable(_TAG.sub(" ", line), {}))
    called, words = _teams(typed.split(), every, least=2, alike=100)
    heard = _hear(words)
    named, words = _teams(heard.rest, every, alike=100 if called else ALIKE)
    chosen = [*_of_channels(every, channels), *called, *named]
    if len(chosen) > 1:
        words = [word for word in words if word.casefold() not in _AND]
    if not chosen and OURS in heard.meanings:
        chosen = await _own(session, reader)
    if len(people) > 1:
        raise UserError("Name one person at a time: `/okr list @somebody`.")
    owner = people[0] if people else reader.id if MINE in heard.meanings else None
    return Filter(
        statuses=frozenset(m for m in heard.meanings if isinstance(m, Status)),
        levels=frozenset(m for m in heard.meanings if isinstance(m, Level)),
        team_ids=tuple(team.id for team in chosen) if chosen else None,
        owner_id=owner,
        words=" ".join(words)[:LONGEST],
    )


def unquoted(line: str) -> str:
    """The line without quotes, and without the commas between its words."""
    return " ".join(_BETWEEN.sub(" ", line).split())


def _hear(words: Sequence[str]) -> _Heard:
    """From left to right, the longest phrase first."""
    heard, at = _Heard(), 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            found = _meaning(" ".join(words[at : at + length]))
            if found is not None:
                heard.meanings += found
                at += length
                break
        else:
            heard.rest.append(words[at])
            at += 1
    return heard


def _meaning(phrase: str) -> list[Meaning] | None:
    """The filters that a phrase means, typing errors forgiven; None when it means none."""
    typed = phrase.casefold().replace("-", " ")
    if typed in FILTERS:
        return [FILTERS[typed]]
    if not typed.isascii():
        return _chinese(typed)
    if len(typed) <= SHORT:
        return None
    # Two words are never taken for one: `risk response` is no `risk`.
    names = [n for n in FILTERS if len(n) > SHORT and len(n.split()) == len(typed.split())]
    best, name = max(((fuzz.ratio(typed, name), name) for name in names), default=(0.0, ""))
    return [FILTERS[name]] if best >= (ALIKE if len(typed) > BRIEF else STRICT) else None


def _chinese(typed: str) -> list[Meaning] | None:
    """Chinese is written without spaces: 公司有风险的 means two filters, and nothing else."""
    found: list[Meaning] = []
    names = sorted((n for n in FILTERS if not n.isascii()), key=len, reverse=True)
    rest = typed
    for name in names:
        if name in rest:
            found.append(FILTERS[name])
            rest = rest.replace(name, " ")
    return found if found and not rest.replace("的", "").strip() else None


def _teams(
    words: Sequence[str], every: Sequence[Team], *, least: int = 1, alike: int = ALIKE
) -> tuple[list[Team], list[str]]:
    """All the teams that these words name, and the other words. Only the first is named in words
    that are merely alike: the others may be words of a title.
    """
    found: list[Team] = []
    named, rest = _team(words, every, least=least, alike=alike)
    while named is not None:
        found.append(named)
        named, rest = _team(rest, every, least=least, alike=100)
    return found, rest


def _team(
    words: Sequence[str], every: Iterable[Team], *, least: int, alike: int
) -> tuple[Team | None, list[str]]:
    """The team that some of these words name, the longest name first, and the other words."""
    by_name = [(" ".join(team.name.casefold().split()), team) for team in every]
    for length in range(min(len(words), _LONGEST_NAME), least - 1, -1):
        for at in range(len(words) - length + 1):
            span = " ".join(words[at : at + length]).casefold().removeprefix("#")
            scored = [(_same(span, name), team) for name, team in by_name]
            best, team = max(scored, key=lambda one: one[0], default=(0.0, None))
            if team is not None and best >= alike:
                return team, [*words[:at], *words[at + length :]]
    return None, list(words)


def _same(typed: str, name: str) -> float:
    if typed == name:
        return 100.0
    return 0.0 if min(len(typed), len(name)) <= SHORT else fuzz.ratio(typed, name)


def _of_channels(every: Iterable[Team], channels: Sequence[str]) -> list[Team]:
    """The teams whose homes these channels are. UserError for a channel without a team."""
    found = [team for team in every if team.channel in channels]
    for channel in channels:
        if channel not in {team.channel for team in found}:
            raise UserError(
                "No team has its home in that channel. Type `/okr team` there to set one up, or"
                " name the team: `/okr list Care`."
            )
    return found


async def _own(session: AsyncSession, reader: Reader) -> list[Team]:
    found = await teams.teams_of(session, reader.id)
    if not found and reader.is_guest:
        raise in_no_team(is_guest=True)
    if not found:
        raise UserError(
            "You are in no team yet, so there is nothing of your team to list. `/okr list` lists"
            " everybody's; `/okr team` sets a team up."
        )
    return found
