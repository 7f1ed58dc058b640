"""The table of contents: every feature, verb, job, and what features offer each other."""

from typing import Final

from handlers.checkin import flows as checkin_flows
from handlers.checkin import jobs as checkin_jobs
from handlers.checkin import listeners as checkin
from handlers.deps import AfterTeam, AfterUpdate, Section
from handlers.kit.routing import Job, Routes, Verb
from handlers.metric import listeners as metric
from handlers.outbox import jobs as outbox_jobs
from handlers.outbox import listeners as outbox
from handlers.team import jobs as team_jobs
from handlers.team import listeners as team

FEATURES: Final[tuple[Routes, ...]] = (
    outbox.ROUTES,
    team.ROUTES,
    metric.ROUTES,
    checkin.ROUTES,
)
VERBS: Final[dict[str, Verb]] = {
    name: verb for feature in FEATURES for name, verb in feature.verbs.items()
}
JOBS: Final[tuple[Job, ...]] = (
    outbox_jobs.SEND,
    outbox_jobs.PRUNE,
    *team_jobs.JOBS,
    checkin_jobs.BEAT,
)
SECTIONS: Final[tuple[Section, ...]] = ()
AFTER_UPDATE: Final[tuple[AfterUpdate, ...]] = (checkin_flows.note_answer,)
AFTER_TEAM: Final[tuple[AfterTeam, ...]] = (checkin_flows.plan_team,)
