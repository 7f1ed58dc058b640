"""The table of contents: every feature, verb, job, and what features offer each other."""

from typing import Final

from handlers.absence import jobs as absence_jobs
from handlers.absence import listeners as absence
from handlers.blocker import listeners as blocker
from handlers.checkin import flows as checkin_flows
from handlers.checkin import jobs as checkin_jobs
from handlers.checkin import listeners as checkin
from handlers.cycle import jobs as cycle_jobs
from handlers.cycle import listeners as cycle
from handlers.cycle.flows import planning as cycle_planning
from handlers.cycle.flows import redrawing as cycle_redrawing
from handlers.deps import (
    AfterImport,
    AfterObjective,
    AfterTeam,
    AfterUpdate,
    AfterWithdrawal,
    Ahead,
    Beside,
    Cited,
    Section,
    Waiting,
)
from handlers.digest import jobs as digest_jobs
from handlers.digest import listeners as digest
from handlers.digest.flows import planning as digest_planning
from handlers.exchange import listeners as exchange
from handlers.home import flows as home_flows
from handlers.home import jobs as home_jobs
from handlers.home import listeners as home
from handlers.kit.routing import Job, Routes, Verb
from handlers.kudos import jobs as kudos_jobs
from handlers.kudos import listeners as kudos
from handlers.lead import listeners as lead
from handlers.metric import listeners as metric
from handlers.objective import listeners as objective
from handlers.okr import jobs as okr_jobs
from handlers.okr import listeners as okr
from handlers.outbox import jobs as outbox_jobs
from handlers.outbox import listeners as outbox
from handlers.question import listeners as question
from handlers.quote import flows as quote_flows
from handlers.quote import jobs as quote_jobs
from handlers.quote import listeners as quote
from handlers.team import jobs as team_jobs
from handlers.team import listeners as team
from handlers.upkeep import jobs as upkeep_jobs
from handlers.vote import listeners as vote
from handlers.why import listeners as why

FEATURES: Final[tuple[Routes, ...]] = (
    okr.ROUTES,  # first: help begins with its verbs
    objective.ROUTES,
    cycle.ROUTES,
    outbox.ROUTES,
    team.ROUTES,
    metric.ROUTES,
    quote.ROUTES,
    kudos.ROUTES,
    vote.ROUTES,
    checkin.ROUTES,
    question.ROUTES,
    blocker.ROUTES,
    absence.ROUTES,
    digest.ROUTES,
    lead.ROUTES,
    home.ROUTES,
    why.ROUTES,
    exchange.ROUTES,
)
VERBS: Final[dict[str, Verb]] = {
    name: verb for feature in FEATURES for name, verb in feature.verbs.items()
}
JOBS: Final[tuple[Job, ...]] = (
    *outbox_jobs.JOBS,
    *team_jobs.JOBS,
    okr_jobs.DRAW,
    *cycle_jobs.JOBS,
    quote_jobs.POST,
    kudos_jobs.LOOK,
    *absence_jobs.JOBS,
    checkin_jobs.BEAT,
    checkin_jobs.LOOK_AHEAD,
    checkin_jobs.FOLLOW,
    digest_jobs.POST,
    digest_jobs.CHART,
    home_jobs.SHOW,
    upkeep_jobs.PRUNE,
)
SECTIONS: Final[tuple[Section, ...]] = (cycle.about_kr, quote.about_kr, kudos.about_kr)
CITED: Final[Cited] = quote.cited
KR_BUTTONS: Final[tuple[Section, ...]] = (objective.kr_buttons,)
AFTER_UPDATE: Final[tuple[AfterUpdate, ...]] = (
    checkin_flows.note_answer,
    cycle_redrawing.after_update,
    home_flows.after_update,
)
BESIDE_KR: Final[Beside] = checkin_flows.LATEST_ROUND
AFTER_WITHDRAWAL: Final[tuple[AfterWithdrawal, ...]] = (
    checkin_flows.note_withdrawal,
    cycle_redrawing.after_withdrawal,
    home_flows.after_withdrawal,
)
ROUNDS_AHEAD: Final[Ahead] = checkin_flows.rounds_ahead
AFTER_TEAM: Final[tuple[AfterTeam, ...]] = (
    checkin_flows.plan_team,
    quote_flows.plan_posts,
    digest_planning.plan_team,
    cycle_planning.plan_team,
    home_flows.after_team,
)
AFTER_OBJECTIVE: Final[tuple[AfterObjective, ...]] = (
    checkin_flows.refresh_cards,
    cycle_redrawing.after_objective,
    home_flows.show_again,
)
AFTER_IMPORT: Final[tuple[AfterImport, ...]] = (home_flows.after_import,)
WAITING: Final[Waiting] = checkin_flows.waiting
