"""The table of contents: every feature, verb, job, and what features offer each other."""

from typing import Final

from handlers.deps import AfterTeam, AfterUpdate, Section
from handlers.kit.routing import Job, Routes, Verb
from handlers.okr import listeners as okr
from handlers.outbox import jobs as outbox_jobs
from handlers.outbox import listeners as outbox

FEATURES: Final[tuple[Routes, ...]] = (okr.ROUTES, outbox.ROUTES)
VERBS: Final[dict[str, Verb]] = {
    name: verb for feature in FEATURES for name, verb in feature.verbs.items()
}
JOBS: Final[tuple[Job, ...]] = (outbox_jobs.SEND,)
SECTIONS: Final[tuple[Section, ...]] = ()
AFTER_UPDATE: Final[tuple[AfterUpdate, ...]] = ()
AFTER_TEAM: Final[tuple[AfterTeam, ...]] = ()
