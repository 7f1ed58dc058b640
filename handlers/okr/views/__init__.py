"""What people see of key results."""

from handlers.okr.views.changes import (
    ambition_words,
    change_line,
    kind_words,
    level_words,
    stage_words,
)
from handlers.okr.views.choices import CYCLE, with_choices
from handlers.okr.views.coach import COACH, advised, coach_lines
from handlers.okr.views.create import FORM as NEW_FORM
from handlers.okr.views.create import MORE, TEAM, TITLE, new_modal
from handlers.okr.views.detail import detail, detail_message, detail_modal
from handlers.okr.views.doubt import doubted
from handlers.okr.views.entry import (
    confidence_id,
    entry_fields,
    note_id,
    read_entry,
    read_seen,
    seen_of,
    typed_in,
    value_id,
    words_in,
)
from handlers.okr.views.evidence import refuse_unknown_quotes
from handlers.okr.views.filled import proposed, read_draft, read_objective
from handlers.okr.views.lists import (
    BEFORE,
    NEW,
    NEXT,
    Listed,
    help_message,
    overview,
    stands_alone,
    unknown_verb,
)
from handlers.okr.views.made import announcement, made_view
from handlers.okr.views.parts import (
    DOTS,
    TONES,
    aim_words,
    kr_line,
    kr_name,
    kr_standing,
    percent,
    status_mark,
    status_words,
)
from handlers.okr.views.rows import KIND, reshaped
from handlers.okr.views.templates import TEMPLATE, templates_message
from handlers.okr.views.ticking import is_ticked, ticked_as_done
from handlers.okr.views.update import FORM as UPDATE_FORM
from handlers.okr.views.update import (
    PICK,
    SHOW,
    UPDATE,
    WITHDRAW,
    read_pick,
    read_withdraw,
    recorded_message,
    saved_view,
    show_button,
    update_button,
    update_modal,
    which_to_open,
    which_to_update,
)
from handlers.okr.views.withdraw import (
    nothing_to_withdraw,
    taken_back,
    which_to_withdraw,
    withdrawn_message,
)

__all__ = [
    "BEFORE",
    "COACH",
    "CYCLE",
    "DOTS",
    "KIND",
    "MORE",
    "NEW",
    "NEW_FORM",
    "NEXT",
    "PICK",
    "SHOW",
    "TEAM",
    "TEMPLATE",
    "TITLE",
    "TONES",
    "UPDATE",
    "UPDATE_FORM",
    "WITHDRAW",
    "Listed",
    "advised",
    "aim_words",
    "ambition_words",
    "announcement",
    "change_line",
    "coach_lines",
    "confidence_id",
    "detail",
    "detail_message",
    "detail_modal",
    "doubted",
    "entry_fields",
    "help_message",
    "is_ticked",
    "kind_words",
    "kr_line",
    "kr_name",
    "kr_standing",
    "level_words",
    "made_view",
    "new_modal",
    "note_id",
    "nothing_to_withdraw",
    "overview",
    "percent",
    "proposed",
    "read_draft",
    "read_entry",
    "read_objective",
    "read_pick",
    "read_seen",
    "read_withdraw",
    "recorded_message",
    "refuse_unknown_quotes",
    "reshaped",
    "saved_view",
    "seen_of",
    "show_button",
    "stage_words",
    "stands_alone",
    "status_mark",
    "status_words",
    "taken_back",
    "templates_message",
    "ticked_as_done",
    "typed_in",
    "unknown_verb",
    "update_button",
    "update_modal",
    "value_id",
    "which_to_open",
    "which_to_update",
    "which_to_withdraw",
    "with_choices",
    "withdrawn_message",
    "words_in",
]
