"""What the demo's clock bar calls the things that are due."""

from bot.demo.serve import IN_WORDS
from handlers import routes


def test_whatever_can_be_due_has_words() -> None:
    assert set(IN_WORDS) == {kind for job in routes.JOBS for kind in job.kinds}
