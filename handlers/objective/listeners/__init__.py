"""What Slack hears of existing objectives and KRs: showing, agreeing, editing, closing them."""

from typing import Final

from handlers.kit.routing import Routes, Verb
from handlers.objective.listeners import closing, editing, linking, moving, showing
from handlers.objective.listeners.showing import kr_buttons
from handlers.objective.views import kr_form, objective_form, why
from handlers.objective.views.words import CLOSE, EDIT, FOLLOW, REOPEN, UNFOLLOW
from handlers.okr.rules.life import Stage
from handlers.okr.views import SHOW as SHOW_KR
from handlers.okr.views.stages import SHOW, TO

__all__ = ["ROUTES", "kr_buttons"]

ROUTES: Final = Routes(
    verbs={
        "show": Verb(
            usage="show KR-3",
            does="All about a key result, or an objective like O-3: how it stands, what changed",
            run=showing.show,
        ),
        "edit": Verb(
            usage="edit KR-3",
            does="Change a key result or an objective; its history keeps what was so before",
            run=editing.edit,
        ),
        "drafts": Verb(
            usage="drafts",
            does="Objectives that have not begun: yours, and those that wait for your agreement",
            run=linking.drafts,
            alone=True,
        ),
    },
    actions={
        SHOW: showing.show_button,
        SHOW_KR: showing.show_kr_button,
        EDIT: editing.edit_button,
        CLOSE: closing.close_button,
        REOPEN: closing.reopen_button,
        FOLLOW: closing.follow,
        UNFOLLOW: closing.unfollow,
        TO[Stage.DRAFT]: moving.to_draft,
        TO[Stage.PROPOSED]: moving.to_proposed,
        TO[Stage.AGREED]: moving.to_agreed,
        TO[Stage.ACTIVE]: moving.to_active,
        TO[Stage.CLOSED]: moving.to_closed,
    },
    views={
        kr_form.FORM: editing.kr_submitted,
        objective_form.FORM: linking.submitted,
        why.FORM: closing.submitted,
    },
)
