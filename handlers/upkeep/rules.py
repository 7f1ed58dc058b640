"""What is forgotten, after how long, and why: the one table of it. `docs/running.md` shows it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """`what` names rows as `storage.upkeep` finds them; they go once they are over for longer."""

    what: str
    kept: timedelta
    why: str


# What is in no rule is kept as long as the workspace: what people sent, and where each message
# stands, because recall and edit need it.
RULES: Final = (
    Rule("arrivals", timedelta(hours=25), "Slack may send an event again for a day"),
    Rule("files", timedelta(0), "Slack has them; here they would be the largest rows"),
    Rule("payloads", timedelta(days=30), "what a message said, to find out what went wrong"),
    Rule("changes", timedelta(days=90), "that a message was changed or taken back, and when"),
    Rule("occurrences", timedelta(days=400), "why somebody was asked or not, for a year"),
    Rule("nudges", timedelta(days=14), "how often somebody was asked, for the week that counts"),
    Rule("drafts", timedelta(days=100), "what was typed and never sent: its round is long over"),
    Rule("days_off", timedelta(days=400), "when a team was not asked, for a year"),
    Rule("budgets", timedelta(hours=1), "a budget that is long free is as good as none"),
)
BATCH: Final = 1000  # rows at once: some milliseconds during which SQLite lets nobody else write
EVERY: Final = timedelta(minutes=10)
