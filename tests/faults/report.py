"""What the campaign says: how far it is, and the table at the end."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.faults.campaign import Standing
from tests.faults.ledger import Book
from tests.faults.plan import Plan
from tests.faults.verdict import Verdict

TOLD = 8
SHOWN = 40  # violations by name; the rest is counted


def line(plan: Plan, now: Standing) -> str:
    """One line of progress."""
    size = plan.size
    return (
        f"{now.enqueued:,}/{size.deliveries:,} enqueued · {now.delivered:,} messages in Slack ·"
        f" {now.inputs:,}/{size.inputs:,} inputs · {now.strikes}/{len(plan.strikes)} strikes"
        f" {now.waits_for}"
    )


def table(plan: Plan, book: Book, verdict: Verdict) -> Table:
    """Weather and counts."""
    weather = book.weather
    shown = Table("what", "how often", title=f"Faults, seed {plan.seed}")
    shown.add_row("processes killed", str(weather.kills))
    shown.add_row("messages under way in them", str(sum(book.under_way.values())))
    shown.add_row("PostgreSQL restarted", str(weather.restarts))
    for kind, hits in sorted(weather.hits.items()):
        shown.add_row(f"trouble: {kind}", str(hits))
    shown.add_row("workspaces revoked or with an archived channel", str(len(weather.closed)))
    shown.add_section()
    for kind, count in verdict.counts.items():
        shown.add_row(kind, f"{count:,}")
    shown.add_section()
    for words, count in sorted(book.told.items(), key=lambda one: -one[1])[:TOLD]:
        shown.add_row(f"told: {escape(words)} …", f"{count:,}")
    return shown


def tell(console: Console, plan: Plan, book: Book, verdict: Verdict) -> None:
    """The table, and every violation by name."""
    console.print(table(plan, book, verdict))
    for violation in verdict.violations[:SHOWN]:
        console.print(violation, style="red", markup=False)
    more = len(verdict.violations) - SHOWN
    if more > 0:
        console.print(f"… and {more} more", style="red")
    good = "Nothing lost, nothing doubled, nothing stuck."
    bad = f"{len(verdict.violations)} violations."
    console.print(good if verdict.is_good else bad, style="bold")
