"""The commands, from run to import. What one needs is imported when it is called."""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Annotated, Any, Final, cast, get_args

import typer

from bot.logs import set_up_logging
from bot.settings import Settings, SettingsError, address_of
from bot.shell import (
    at_the_desk,
    complaint,
    end_by_force,
    local_settings,
    must_be_writable,
    no_garbage,
    settings_of,
    telling,
)

app = typer.Typer(
    name="delight",
    help="OKR check-ins in Slack, a minute a week.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ENDS_WITHIN: Final = 9.5  # seconds, whatever hangs: ten are what we promise


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run(
    role: Annotated[str, typer.Option(help="all, web (receives) or worker (beats, sends)")] = "all",
    host: Annotated[str | None, typer.Option(help="instead of HOST")] = None,
    port: Annotated[int | None, typer.Option(help="instead of PORT")] = None,
) -> None:
    """Start the bot. SLACK_BOT_TOKEN and the other settings come from the environment."""
    if role not in ("all", "web", "worker"):
        raise complaint([f"--role {role}: expected all, web or worker"], starts=True)
    settings = settings_of(host=host, port=port)
    set_up_logging(settings.log_level, settings.log_format)
    raise typer.Exit(asyncio.run(_run(settings, role)))


async def _run(settings: Settings, role: Any) -> int:
    with no_garbage():
        from bot.clock import RealClock
        from bot.process import StartError, running
        from bot.shared_clock import process_clock

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        if not stop.is_set():  # armed here: the start may hang as well
            end_by_force(ENDS_WITHIN + (0 if role == "worker" else settings.drain_seconds))
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)  # a second Ctrl-C does not wait

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    try:
        async with (
            process_clock(settings.database_url.get_secret_value(), RealClock()) as clock,
            running(settings, clock, role=role) as process,
        ):
            where = f" on http://{settings.host}:{process.port}" if process.port else ""
            print(f"Delight is ready ({role}){where}.", flush=True)
            if process.operator_port:
                asked = f"http://{settings.operator_host}:{process.operator_port}"
                print(f"Operators are answered on {asked}.", flush=True)
            await stop.wait()
            print("Stopping: finishing what is in hand.", flush=True)
    except StartError as error:
        raise complaint([str(error)], starts=True) from None
    return 0


@app.command()
def manifest(
    mode: Annotated[str, typer.Option(help="socket or http")] = "socket",
    url: Annotated[str | None, typer.Option(help="for http: where Slack reaches us")] = None,
) -> None:
    """Print the Slack app manifest, generated from what is registered."""
    from bot.manifest import Mode, make_manifest
    from handlers.routes import FEATURES

    if mode not in get_args(Mode):
        raise complaint([f"--mode {mode}: expected socket or http"])
    try:
        address = address_of(url, os.environ) if mode == "http" else None
    except SettingsError as error:
        raise complaint(error.problems) from None
    made = make_manifest(FEATURES, cast("Mode", mode), address)
    print(json.dumps(made, indent=2, ensure_ascii=False))


@app.command()
def doctor() -> None:
    """Check settings, database, token, scopes, clock, due prompts and process, a line each."""
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine()))


@app.command()
def demo(
    play: Annotated[str | None, typer.Option(help="week: play it with nobody watching")] = None,
    transcript: Annotated[Path, typer.Option(help="where the played week is written down")] = Path(
        "transcript.md"
    ),
    keep: Annotated[
        Path | None, typer.Option(help="keep what you do here; not with --play")
    ] = None,
    port: Annotated[int, typer.Option(help="the port of the page, if it is free")] = 8800,
) -> None:
    """Serve a simulated Slack with the bot in it; nothing else is needed."""
    set_up_logging("WARNING")
    if play and keep:
        raise complaint(["--keep: a played week is not kept. Leave out --keep or --play"])
    must_be_writable(keep, transcript if play else None)
    if play is None:
        from bot.demo.keeping import KeptError
        from bot.demo.serve import serve

        try:
            raise typer.Exit(asyncio.run(serve(port=port, keep=keep)))
        except KeptError as error:
            raise complaint([f"--keep {error}"]) from None
    if play != "week":
        raise complaint([f"--play {play}: expected week"])
    from bot.demo.play import play_week

    raise typer.Exit(asyncio.run(play_week(transcript)))


WORKSPACE: Final = "only this workspace, like T0ABC"


@app.command()
def export(
    shape: Annotated[str, typer.Option("--format", help="csv or json")] = "csv",
    workspace: Annotated[
        list[str] | None, typer.Option(help=f"{WORKSPACE}; may be repeated")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="a file, instead of the screen")] = None,
    audit: Annotated[bool, typer.Option("--audit", help="who changed what, instead")] = False,
) -> None:
    """Write every objective as a table that `import` reads; with --audit who changed what."""
    if shape not in ("csv", "json"):
        raise complaint([f"--format {shape}: expected csv or json"])
    with no_garbage():
        from bot.exporting import Wish
        from bot.exporting import export as write
    wish = Wish(cast("Any", shape), tuple(workspace or ()), output, audit)
    # The table may go to the screen, into a pipe: what is said beside it goes elsewhere.
    raise typer.Exit(at_the_desk(lambda desk: write(desk, wish), stderr=True))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or JSON: an export, or another tool's")],
    workspace: Annotated[str, typer.Option(help=WORKSPACE)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what it would do")] = False,
    importer: Annotated[
        str, typer.Option("--as", help="who imports: an e-mail address or a member ID")
    ] = "",
    team: Annotated[str, typer.Option(help="the team of lines that name none")] = "",
) -> None:
    """Make and change objectives as a table says: all of it, or nothing where a line is wrong."""
    with no_garbage():
        from bot.importing import Wish
        from bot.importing import import_ as read
    wish = Wish(file, workspace, importer, team, dry_run)
    raise typer.Exit(at_the_desk(lambda desk: read(desk, wish)))


@app.command()
def copy(
    file: Annotated[
        Path, typer.Argument(help="the SQLite file that the bot used, like delight.db")
    ],
) -> None:
    """Copy all that a SQLite file holds into the database of DATABASE_URL, which is empty yet."""
    from rich.console import Console

    with no_garbage():
        from bot.copying import copy as write
    raise typer.Exit(telling(lambda: write(file, local_settings(), Console())))
