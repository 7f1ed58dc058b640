"""The judgement: nothing lost, nothing doubled, nothing stuck. Pure, so that it can be tested."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.faults.ledger import Book, Done, Post

CLOSED: Final = {
    "is_archived",
    "token_revoked",
    "account_inactive",
    "not_installed",
    "invalid_auth",
}
CUTS_AFTER: Final = ("cut_after out", "server_error_after out")
OF_READABLE: Final = "messages repeated: where Slack says what is there"
OF_KILLED: Final = "messages repeated elsewhere: under way in a process that was killed"
OF_CUT: Final = "messages repeated elsewhere: all others"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts by kind, in order, and every violation by name."""

    counts: dict[str, int]
    violations: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.violations


def judge(book: Book) -> Verdict:
    """Look at every message and every input."""
    counts: Counter[str] = Counter()
    violations: list[str] = []
    for post in book.posts:
        violations += _post(post, book, counts)
    for done in book.done:
        violations += _done(done, counts)
    violations += _bounds(book, counts)
    violations += [f"never came into the outbox: {key}" for key in book.missing]
    violations += [f"stuck: {one}" for one in book.stuck]
    violations += [f"a process failed: {one}" for one in book.ended]
    return Verdict(dict(counts), tuple(violations))


def _post(post: Post, book: Book, counts: Counter[str]) -> Iterator[str]:
    counts["messages meant"] += post.meant
    counts["messages delivered once"] += min(post.meant, post.there)
    name = f"{post.where}: “{post.text[:60]}”"
    more, less = post.there - post.meant, post.meant - post.there
    if more > 0 and post.is_readable:
        counts[OF_READABLE] += more
        yield f"doubled though Slack could be asked: {name} is there {post.there} times"
    elif more > 0:
        killed = min(more, book.under_way.get(post.text, 0))
        counts.update({k: n for k, n in ((OF_KILLED, killed), (OF_CUT, more - killed)) if n})
        if more > post.doubts:
            yield f"doubled without a doubt: {name} is there {post.there} times"
    if less > 0:
        yield from _absent(post, less, name, book, counts)


def _absent(post: Post, less: int, name: str, book: Book, counts: Counter[str]) -> Iterator[str]:
    """Messages that are not there have a reason, or are lost."""
    refused = sum(error in CLOSED for error in post.refused)
    if refused and post.where in book.weather.closed:
        counts["messages refused: archived or revoked, and noted so"] += min(less, refused)
        less -= min(less, refused)
    if less:
        states = ", ".join(post.states)
        yield f"lost: {name} is missing {less} times ({states}; {', '.join(post.refused)})"


def _done(done: Done, counts: Counter[str]) -> Iterator[str]:
    counts[f"inputs: {done.kind}"] += 1
    name = f"{done.kind} {done.mark}"
    if done.effects > max(done.wanted, 1):
        yield f"doubled: {name} took effect {done.effects} times"
    elif done.said == "done" and done.effects != done.wanted:
        yield f"lost: {name} was answered as done and is not there"
    elif done.said == "told" and done.effects:
        yield f"told wrongly: {name} took effect, and its sender was told otherwise"
    elif done.said == "event" and done.is_shut_out and not done.effects:
        counts["events of a workspace whose token was taken back"] += 1
        return
    elif done.said == "event" and done.arrived and done.effects != done.wanted:
        yield f"lost: {name} was taken and came to {done.effects} instead of {done.wanted}"
    counts[_what(done)] += 1


def _what(done: Done) -> str:
    if done.said == "done" or (done.said == "event" and done.arrived):
        return "inputs that took effect once"
    if done.said == "told":
        return "inputs whose sender was told why not"
    if done.said == "event":
        return "events that Slack gave up on"
    happened = "had happened" if done.effects else "had not"
    return f"inputs without an answer (Slack says so) that {happened}"


def _bounds(book: Book, counts: Counter[str]) -> Iterator[str]:
    """There are no more repeats than there were reasons for them.

    In channels that the bot may not read a kill may repeat what was under way in that process
    once, a cut its own one, and so may a gateway that says what it does not know.
    """
    cuts = sum(book.weather.hits.get(kind, 0) for kind in CUTS_AFTER)
    if counts[OF_CUT] > cuts:
        yield f"doubled too often: {counts[OF_CUT]} repeats of others, {cuts} cuts after the effect"
