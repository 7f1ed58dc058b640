"""A small real Bolt app: commands, modals with errors and pushes, shortcuts, a Home tab."""

import json
from pathlib import Path
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.kit.clock import Clock

DRAWN: Final[dict[str, Any]] = json.loads(
    Path(__file__).with_name("showcase.json").read_text(encoding="utf-8")
)  # one message of every block, a Home tab, and what the manifest offers
SHOWCASE: Final[list[dict[str, Any]]] = DRAWN["message"]
HOME: Final[dict[str, Any]] = DRAWN["home"]
COMMANDS: Final[list[dict[str, Any]]] = DRAWN["commands"]
SHORTCUTS: Final[list[dict[str, Any]]] = DRAWN["shortcuts"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, note: str = "") -> dict[str, Any]:
    return {"text": plain(text), "value": value} | ({"description": plain(note)} if note else {})


def field(block: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    element = {"action_id": "value", **element}
    return {"type": "input", "block_id": block, "label": plain(label), "element": element, **more}


def button(text: str, action: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action, "value": action, **more}


TOUCHPOINTS: Final = [
    option(t, t.lower()) for t in ("Discover", "Buy", "Onboard", "Use", "Get help", "Renew")
]


def form(title: str = "Save a customer quote") -> dict[str, Any]:
    text = {"type": "plain_text_input"}
    blocks = [
        field(
            "text",
            "What did they say?",
            {
                **text,
                "multiline": True,
                "max_length": 300,
                "placeholder": plain("In their own words"),
            },
        ),
        field(
            "customer",
            "Customer",
            text,
            optional=True,
            hint=plain("Shown only once they agree to be named."),
        ),
        field(
            "touchpoint",
            "Where in their journey?",
            {
                "type": "static_select",
                "options": TOUCHPOINTS,
                "placeholder": plain("Choose a step"),
            },
        ),
        field(
            "kind",
            "Delight or pain?",
            {
                "type": "radio_buttons",
                "options": [option("Delight", "delight"), option("Pain", "pain")],
                "initial_option": option("Delight", "delight"),
            },
        ),
        field("people", "Who earned it?", {"type": "multi_users_select"}, optional=True),
        field(
            "score",
            "Confidence, 0 to 10",
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "0",
                "max_value": "10",
            },
            optional=True,
        ),
        field("day", "On which day?", {"type": "datepicker"}, optional=True),
        field(
            "consent",
            "Consent",
            {
                "type": "checkboxes",
                "options": [option("They agreed to be quoted", "yes", "By mail or in a call")],
            },
            optional=True,
        ),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [button("Add a detail", "push.detail")],
        },
    ]
    return {
        "type": "modal",
        "callback_id": "quote",
        "title": plain(title[:24]),
        "submit": plain("Save quote"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


DETAIL: Final = {
    "type": "modal",
    "callback_id": "detail",
    "title": plain("A detail"),
    "submit": plain("Keep it"),
    "blocks": [
        field("detail", "Anything else?", {"type": "plain_text_input"}),
        field("mail", "Their mail", {"type": "email_text_input"}, optional=True),
    ],
}


async def ephemeral(ack: Any, command: dict[str, Any]) -> None:
    text = f":wave: You typed `{command['text'] or 'nothing'}`. *KR-3* stands at 45 of 30 min."
    await ack(
        {
            "text": text,
            "blocks": [
                {"type": "section", "text": mrkdwn(text)},
                {
                    "type": "actions",
                    "elements": [button("Update KR-3", "open.form", style="primary")],
                },
            ],
        }
    )


async def open_form(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=form())
    await ack()


async def push_detail(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_push(trigger_id=body["trigger_id"], view=DETAIL)
    await ack()


async def save(ack: Any, view: dict[str, Any]) -> None:
    said = view["state"]["values"]["text"]["value"]["value"]
    if len(said) < 10:
        await ack(
            response_action="errors",
            errors={"text": "A few more words, please: at least ten letters."},
        )
        return
    await ack()


async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
    if event["tab"] == "home":
        await client.views_publish(user_id=event["user"], view=HOME)


async def nod(ack: Any, body: dict[str, Any], respond: Any) -> None:
    await ack()
    if body["actions"][0]["action_id"] == "ok":
        await respond({"text": "Thank you, all is on track.", "replace_original": False})


async def kudos(ack: Any, command: dict[str, Any]) -> None:
    await ack(
        {
            "response_type": "in_channel",
            "text": f":raised_hands: <@{command['user_id']}> thanks {command['text']}",
        }
    )


async def done(ack: Any) -> None:
    await ack()


async def never(ack: Any) -> None:
    raise RuntimeError("this one fails, as apps do")


async def failed(error: Exception) -> None:
    """The app answers 500; the page shows what Slack shows."""


async def heard() -> None:
    """Told, and nothing to do about it."""


async def hello(event: dict[str, Any], say: Any) -> None:
    await say(f"You said: {event.get('text', '')}")


def small_app(client: AsyncWebClient, clock: Clock) -> AsyncApp:
    app = AsyncApp(client=client, process_before_response=True)
    app.command("/okr")(ephemeral)
    app.command("/kudos")(kudos)
    app.command("/quote")(open_form)
    app.command("/slow")(never)
    app.shortcut("quote.save")(open_form)
    app.shortcut("okr.new")(open_form)
    app.action("open.form")(open_form)
    app.action("push.detail")(push_detail)
    for name in ("ok", "close.round", "pick", "day", "more", "who", "boxes", "mood"):
        app.action(name)(nod)
    app.view("quote")(save)
    app.view("detail")(done)
    app.event("app_home_opened")(home)
    app.event("message")(hello)
    for event in ("app_mention", "member_joined_channel", "reaction_added"):
        app.event(event)(heard)
    return app
