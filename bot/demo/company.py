"""The company of the demo, Tidewater, and its neighbour: who they are and where they talk."""

from typing import Final

from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox

TIDEWATER: Final = "T0TIDEWATER"
HERON: Final = "T0HERON"
TOKENS: Final = {TIDEWATER: "xoxb-tidewater", HERON: "xoxb-heron"}

PEOPLE: Final = (
    Person(
        "U0MAYA",
        "maya",
        "Maya Okafor",
        "Europe/London",
        title="Leads Care",
        colour="#b5533c",
        email="maya@tidewater.example",
        is_admin=True,
    ),
    Person("U0TOM", "tom", "Tom Reyes", "America/New_York", title="Care", colour="#2f6f73"),
    Person(
        "U0YICHUN",
        "yichun",
        "林怡君",
        "Asia/Taipei",
        "zh-TW",
        title="Care, Taiwan",
        colour="#8a5a9e",
    ),
    Person(
        "U0LEI",
        "lei",
        "王磊",
        "Asia/Shanghai",
        "zh-CN",
        title="Leads Onboarding",
        colour="#3d6b35",
    ),
    Person(
        "U0SOFIA",
        "sofia",
        "Sofia Almeida",
        "America/Sao_Paulo",
        title="Onboarding",
        colour="#a8741a",
    ),
    Person(
        "U0JING", "jing", "陈静", "Asia/Shanghai", "zh-CN", title="Onboarding", colour="#4f5fa8"
    ),
    Person(
        "U0HANNAH",
        "hannah",
        "Hannah Keller",
        "Europe/Berlin",
        title="Leads Product",
        colour="#96456b",
        is_admin=True,
        is_owner=True,
    ),
    Person("U0JONAS", "jonas", "Jonas Weber", "Europe/Berlin", title="Product", colour="#5d6d2b"),
    Person(
        "U0AROHA", "aroha", "Aroha Ngata", "Pacific/Auckland", title="Product", colour="#33658a"
    ),
    Person(
        "U0RUI",
        "rui",
        "Rui Costa",
        "Europe/Lisbon",
        title="Agency",
        colour="#6b7280",
        is_guest=True,
    ),
    Person(
        "U0SAM",
        "sam",
        "Sam Former",
        "Europe/London",
        title="Left in June",
        colour="#9ca3af",
        deleted=True,
    ),
)
NEIGHBOURS: Final = (
    Person(
        "U0IDA", "ida", "Ida Lind", "Europe/Stockholm", title="Founder", colour="#1f7a6d",
        is_admin=True,
    ),
    Person("U0KENJI", "kenji", "Kenji Mori", "Asia/Tokyo", title="Tea", colour="#7a4b1f"),
    Person("U0ANE", "ane", "Ane Etxe", "Europe/Madrid", title="Shop", colour="#54428e"),
)  # fmt: skip
CARE: Final = ("U0MAYA", "U0TOM", "U0YICHUN")
ONBOARDING: Final = ("U0LEI", "U0SOFIA", "U0JING")
PRODUCT: Final = ("U0HANNAH", "U0JONAS", "U0AROHA", "U0MAYA")  # who speaks there for Care


def furnish(sandbox: Sandbox) -> None:
    """Both workspaces with their people and channels; nobody has said anything yet."""
    sandbox.add_workspace(TIDEWATER, "Tidewater", "tidewater", token=TOKENS[TIDEWATER])
    sandbox.add_workspace(HERON, "Heron Tea", "heron-tea", token=TOKENS[HERON])
    for person in PEOPLE:
        sandbox.add_person(TIDEWATER, person)
    for person in NEIGHBOURS:
        sandbox.add_person(HERON, person)
    everyone = [p.id for p in PEOPLE if not (p.deleted or p.is_guest)]
    sandbox.add_channel(
        TIDEWATER, "general", members=everyone, topic="Booking software for small hotels"
    )
    sandbox.add_channel(
        TIDEWATER, "care", members=CARE, topic="Answer fast, solve it the first time"
    )
    sandbox.add_channel(
        TIDEWATER,
        "onboarding",
        members=[*ONBOARDING, "U0RUI"],
        topic="新酒店的第一周 · a hotel's first week",
    )
    sandbox.add_channel(TIDEWATER, "product", members=PRODUCT, topic="What hoteliers would miss")
    sandbox.add_channel(
        HERON, "tea-room", members=[p.id for p in NEIGHBOURS], topic="Everything about tea"
    )
