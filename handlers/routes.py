"""The table of contents: every feature, verb, job, and what features offer each other."""

from typing import Final

from handlers.deps import AfterTeam, AfterUpdate, Section
from handlers.digest import jobs as digest_jobs
from handlers.digest import listeners as digest
from handlers.digest.flows import planning as digest_planning
from handlers.kit.routing import Job, Routes, Verb
from handlers.metric import listeners as metric
from handlers.outbox import jobs as outbox_jobs
from handlers.outbox import listeners as outbox

FEATURES: Final[tuple[Routes, ...]] = (outbox.ROUTES, metric.ROUTES, digest.ROUTES)
VERBS: Final[dict[str, Verb]] = {
    name: verb for feature in FEATURES for name, verb in feature.verbs.items()
}
JOBS: Final[tuple[Job, ...]] = (
    outbox_jobs.SEND,
    outbox_jobs.PRUNE,
    digest_jobs.POST,
    digest_jobs.CHART,
)
SECTIONS: Final[tuple[Section, ...]] = ()
AFTER_UPDATE: Final[tuple[AfterUpdate, ...]] = ()
AFTER_TEAM: Final[tuple[AfterTeam, ...]] = (digest_planning.plan_team,)
