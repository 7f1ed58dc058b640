"""What Slack hears of cycles: `/okr cycle`, its buttons and forms."""

from typing import Final

from handlers.cycle.listeners import grading, overview, settings
from handlers.cycle.listeners.linking import about_kr
from handlers.cycle.views import card, form, own, result
from handlers.cycle.views import overview as views
from handlers.kit.routing import Routes, Verb

ROUTES: Final = Routes(
    verbs={
        "cycle": Verb(
            usage="cycle [2026-Q3 | new | month]",
            does="The cycles that run and the next one; by name, what came of one",
            run=overview.cycle,
        ),
    },
    actions={
        views.RHYTHM: settings.rhythm_chosen,
        views.NEW: settings.new,
        card.GRADE: grading.grade,
        grading.FILL: grading.fill,
        result.PAGED: overview.page,
        result.BEFORE: overview.page,
    },
    views={
        form.FORM: grading.submitted,
        own.FORM: settings.submitted,
    },
)
__all__ = ["ROUTES", "about_kr"]
