"""Somebody's absence, planned or begun."""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Leave:
    """From when (None: from now on) until the moment they are back, and who stands in.

    `keeps`: they said nothing of a stand-in, so that whom they named before stays. `lacking`: why
    the stand-in cannot stand in, so that nobody does; `stands_from`: the day, on the stand-in's
    walls, from which they do, as they are back before the end.
    """

    begins: datetime | None
    ends: datetime
    stand_in: str | None = None
    keeps: bool = False
    lacking: str | None = None
    stands_from: date | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether they are away then."""
        return (self.begins is None or self.begins <= moment) and moment < self.ends

    def going_on(self, before: "Leave | None") -> "Leave":
        """The same, with the days before it where it goes on from an absence that has begun: who
        is away until Friday, and then from Thursday until Tuesday, is away until Tuesday. With one
        that is planned it is joined where they touch: other days may be meant in its place.
        """
        if before is None:
            return self
        if before.begins is not None and self.begins == before.ends:
            return replace(self, begins=before.begins)
        if before.begins is not None and self.ends == before.begins:
            return replace(self, ends=before.ends)
        if before.begins is not None or self.begins is None:
            return self
        return replace(self, begins=None) if self.begins <= before.ends < self.ends else self

    def meets(self, other: "Leave") -> bool:
        """Whether a moment belongs to both."""
        return (self.begins is None or self.begins < other.ends) and (
            other.begins is None or other.begins < self.ends
        )

    def loses(self, before: "Leave") -> bool:
        """Whether a moment of the one before does not belong to this one."""
        later = self.begins is not None and (before.begins is None or before.begins < self.begins)
        return later or self.ends < before.ends
