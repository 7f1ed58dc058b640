"""Whether Slack answers this process at all, as its calls tell."""

import asyncio
from datetime import datetime
from typing import Final

WITHIN: Final = 2.0  # seconds; an answer takes a tenth of one
POSTS_WITHIN: Final = 5.0  # seconds; longer than where Slack is slow
SOME: Final = 3  # posts that had no answer: one or two may be Slack's own


class Reach:
    """Noted of every call, whatever it was for: any answer will do.

    That none comes says nothing of Slack or of a channel: other processes may be well.

    But what is in the way may let small calls pass and lose those that carry a message. Of these,
    the posts, only an answer to another one tells that they arrive.
    """

    def __init__(self, within: float = WITHIN) -> None:
        self.within = within
        self.posts_within = POSTS_WITHIN
        self.ask_at: datetime | None = None  # not before: when Slack is asked whether it answers
        self._since: float | None = None  # when the first call began of those since an answer
        self._is_lost = False  # one of them has ended without
        self.tried_at: datetime | None = None  # when a post was claimed, to try whether it arrives
        self._posts: list[float] = []  # when the first ones began of those since one was answered

    def begins(self, *, posts: bool = False) -> None:
        """A call begins; `posts`: it carries a message."""
        if self._since is None:
            self._since = asyncio.get_running_loop().time()
        if posts and len(self._posts) < SOME:
            self._posts.append(asyncio.get_running_loop().time())

    def answered(self, *, posts: bool = False) -> None:
        """Slack did, which speaks for the calls that are still under way, too."""
        self._since, self._is_lost, self.ask_at = None, False, None
        if posts:
            self._posts, self.tried_at = [], None

    def lost(self) -> None:
        """A call has ended without an answer."""
        self._is_lost = True

    def nothing_passes(self) -> None:
        """Small calls have had no answer either: that says nothing of posts alone."""
        self._posts = []

    def is_doubtful(self) -> bool:
        """Whether the last calls say that nothing of ours gets there, or no answer back."""
        return self._since is not None and (self._is_lost or _ago(self._since) >= self.within)

    def loses_posts(self) -> bool:
        """Whether some posts in a row had no answer, whatever became of smaller calls.

        Who has not posted yet loses none.
        """
        return len(self._posts) == SOME and _ago(self._posts[-1]) >= self.posts_within

    def silent_for(self) -> float:
        """Seconds since the first call that has no answer, with none after it; of lost posts,
        with none to a post.
        """
        since = [] if self._since is None else [self._since]
        if self.loses_posts():
            since.append(self._posts[0])
        return _ago(min(since)) if since else 0.0


def _ago(moment: float) -> float:
    return asyncio.get_running_loop().time() - moment
