"""What Slack hears of key results: `/okr`, its own verbs, their buttons and forms."""

from typing import Final

from handlers.kit.routing import Command, Routes, Verb, own
from handlers.okr import views
from handlers.okr.listeners import (
    creating,
    history,
    listing,
    overview,
    tree,
    updating,
    withdrawing,
)
from handlers.okr.rules.listing import TROUBLE
from handlers.okr.views import history as histories
from handlers.okr.views import listing as lists
from handlers.okr.views import tree as trees
from handlers.okr.views.nothing import CALLED

ROUTES: Final = Routes(
    commands=(
        Command(
            name="/okr",
            description="Objectives and key results: see them, update them, check in",
            usage="[update KR-3 45 replies are faster | new | show KR-3 | help]",
            run=overview.okr,
        ),
    ),
    verbs={
        "update": Verb(
            usage="update KR-3 45 replies are faster",
            does="Record a value or a step like +3, with a note; alone, a form with all of yours",
            run=updating.update,
            own=own("replies are faster"),
        ),
        "withdraw": Verb(
            usage="withdraw KR-3",
            does="Take an update back; the history keeps it, and the one before counts again",
            run=withdrawing.withdraw,
        ),
        "mine": Verb(
            usage="mine",
            does="The key results that you own, with a button to update each",
            run=listing.mine,
        ),
        "list": Verb(
            usage="list at risk",
            does="Key results by status, team, @person, #channel, level or words, in any order",
            run=listing.list_krs,
            own=own("at risk"),
        ),
        "tree": Verb(
            usage="tree",
            does="What supports what, company to person; `/okr tree O-3` or a team draws a part",
            run=tree.tree,
        ),
        "history": Verb(
            usage="history KR-3",
            does="What was recorded and changed, by whom, and a chart; also of O-3",
            run=history.history,
        ),
        "new": Verb(
            usage="new",
            does="Make an objective with its key results; `/okr new from` lists templates",
            run=creating.new,
        ),
    },
    actions={
        views.UPDATE: updating.update_button,
        views.PICK: updating.pick,
        views.WITHDRAW: withdrawing.withdraw_button,
        views.NEW: creating.new,
        views.TEMPLATE: creating.from_template,
        views.COACH: creating.advise,
        views.KIND: creating.kind,
        views.MORE: creating.more,
        views.NEXT: overview.page,
        views.BEFORE: overview.page,
        histories.PICK: history.pick,
        histories.NEXT: history.turn,
        histories.BEFORE: history.turn,
        trees.OPEN: tree.turn,
        trees.NEXT: tree.turn,
        trees.BEFORE: tree.turn,
        trees.WHOLE: tree.turn,
        lists.NEXT: listing.turn,
        lists.BEFORE: listing.turn,
        CALLED: listing.turn,
        **{f"{lists.ONLY}.{status}": listing.turn for status in TROUBLE},
    },
    views={
        views.UPDATE_FORM: updating.submitted,
        views.NEW_FORM: creating.submitted,
    },
    scopes=frozenset({"commands"}),
)
