"""One line of the table."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measured ratio, with both sides and the spread over the runs."""

    what: str
    ours: str
    beside: str
    ratio: str
    spread: str
    mark: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)
