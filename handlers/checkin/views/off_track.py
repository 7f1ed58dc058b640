"""Off track: one sentence is asked for, and help can be."""

from typing import Final

from handlers.blocker import views as blocker
from handlers.checkin.rules.draft import Values
from handlers.checkin.rules.pages import Sheet
from handlers.checkin.views.fields import form_of
from handlers.checkin.views.form import metadata
from handlers.checkin.views.taps import OFF_TRACK
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr
from handlers.okr.rules import LONGEST_NOTE, KrState

FORM: Final = OFF_TRACK  # a form of the same name as its button


def off_track(
    say: Say, sheet: Sheet, kr: KrState, values: Values, told: Mrkdwn | None = None
) -> Block:
    """The modal; `told` is what has happened meanwhile."""
    form = form_of(values)
    typed = form.text(okr.note_id(kr.number), required=False)
    words = blocks.text_input("note", initial=typed or None, multiline=True, longest=LONGEST_NOTE)
    rows = [
        blocks.section(okr.kr_line(say, kr)),
        *([blocks.section(told)] if told else []),
        blocks.field(
            say("What is in the way? One sentence is enough."),
            words,
            block_id=okr.note_id(kr.number),
        ),
    ]
    if kr.team_id in sheet.days:
        about = help_about(kr.number)
        rows.append(blocker.help_field(say, about, asked=blocker.wants_help(form, about)))
    title = say("{kr}: off track", kr=okr.kr_name(kr))
    modal = blocks.modal(
        FORM, title, rows, submit=say("Send"), close=say("Later"), metadata=metadata(sheet, [kr])
    )
    return {**modal, "notify_on_close": True}


def help_about(kr_number: int) -> str:
    """Beside which KR the box stands."""
    return f"kr.{kr_number}"


def read_why(form: Form, kr_number: int) -> str:
    """The sentence; a mistake is noted in the form."""
    return form.text(okr.note_id(kr_number), longest=LONGEST_NOTE)
