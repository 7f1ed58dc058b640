"""The README names what the code has: commands, verbs, settings, make's targets, files."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from typer.main import get_command

from bot import cli
from bot.settings import expectations
from bot.web import Part, make_operators
from handlers.routes import FEATURES, VERBS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", README)


async def _parts() -> dict[str, Part]:
    return {}


async def _metrics() -> bytes:
    return b""


ASKED = {
    route.path for route in make_operators(_parts, _metrics).routes if isinstance(route, APIRoute)
}


def test_what_operators_may_ask_is_named() -> None:
    assert set(CODE) >= ASKED


def test_every_slash_command_and_verb_is_named() -> None:
    for command in (c.name for feature in FEATURES for c in feature.commands):
        assert any(c.split()[0] == command for c in CODE if c), command
    for verb in VERBS:
        typed = ["/okr", *verb.split()]
        assert any(c.split()[: len(typed)] == typed for c in CODE), verb


def test_no_command_is_named_that_does_not_exist() -> None:
    commands = {c.name for feature in FEATURES for c in feature.commands}
    typed = [c.split() for c in CODE if c.startswith("/") and "/" not in c[1:] and c not in ASKED]
    assert typed
    for words in typed:
        assert words[0] in commands, words
        if words[0] == "/okr" and len(words) > 1:
            assert words[1] in VERBS or words[1] == "help", words


def test_every_shortcut_is_named() -> None:
    for shortcut in (s for feature in FEATURES for s in feature.shortcuts):
        assert f"*{shortcut.name}*" in README


def test_the_settings_are_those_of_the_code() -> None:
    table = README.split("## Settings")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(expectations())


def test_the_shell_commands_exist() -> None:
    known = set(get_command(cli.app).commands)  # type: ignore[attr-defined]  # it is a group
    named = set(re.findall(r"python -m bot (\w+)", README))
    assert named == known


@pytest.mark.parametrize("text", ["README.md", "CONTRIBUTING.md"])
def test_every_target_of_make_that_is_named_exists(text: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make (\w+)", (ROOT / text).read_text("utf-8"), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("text", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_exists(text: str) -> None:
    words = (ROOT / text).read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|handlers|storage|tests)/[\w/.]*)`", words)
    linked = re.findall(r"\]\(([\w/.]+)\)", words)
    assert named
    for name in [*named, *linked]:
        assert (ROOT / name).exists(), name


def test_the_procfile_starts_what_the_command_line_offers() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "web: python -m bot run --role web --host 0.0.0.0",
        "worker: python -m bot run --role worker",
    ]
