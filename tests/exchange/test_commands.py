"""The two commands, as somebody at the command line meets them."""

import csv
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from bot.exchange import ExchangeError, desk
from bot.settings import read_local_settings
from tests.exchange.shell import Shell
from tests.nginx import ROOT
from tests.okr.stage import ANNA, BEN, know_people

HEAD = "objective,key result,start,target,owner e-mail"


async def test_the_example_of_the_documentation_is_imported(shell: Shell) -> None:
    shutil.copy(ROOT / "docs/okrs.csv", shell.folder)
    code, said = await shell.imports()

    assert code == 0, said
    table = await shell.exports()
    assert {row["objective number"]: row["supports"] for row in table} == {"O-1": "", "O-2": "O-1"}
    assert [row["kind"] for row in table] == ["reach", "reach", "reach", "keep", "milestone"]
    assert [row["value"] for row in table] == ["36", "", "7.5", "4.6", ""]
    assert {row["owner"] for row in table} == {"anna@home.example", "ben@home.example"}
    reply = await shell.world.person("ben").command("/okr", shell.world.channel("care"))
    assert "First response time" in str(reply.blocks)


async def test_sixty_lines_with_three_broken_ones_change_nothing(shell: Shell) -> None:
    lines = [f"Delight {n // 5},KR {n},0,{n + 1},anna@home.example" for n in range(60)]
    lines[9] = "Delight 1,KR 9,many,20,anna@home.example"
    lines[30] = "Delight 6,KR 30,5,5,anna@home.example"
    lines[59] = "Delight 11,KR 59,0,60,nobody@home.example"
    shell.write(HEAD, *lines)
    code, said = await shell.imports()

    assert code == 1
    assert [line.split("\t")[:2] for line in said.splitlines()[:4]] == [
        ["line", "column"],
        ["11", "start"],
        ["32", "target"],
        ["61", "owner"],
    ]
    assert "57 of 60 lines are fine, 3 have problems. Nothing was changed." in said
    assert await shell.exports() == []


async def test_a_dry_run_says_everything_and_changes_nothing(shell: Shell) -> None:
    shell.write(HEAD, "Delight,NPS,32,45,ben@home.example")
    code, said = await shell.imports(is_dry=True)

    assert code == 0
    assert "new objective\tDelight (Care, 2026-Q4)" in said
    assert "new key result\tNPS (32 → 45)" in said
    assert "nothing was changed" in said
    assert await shell.exports() == []


async def test_what_is_changed_stands_in_the_history_and_is_told_to_nobody(shell: Shell) -> None:
    world = shell.world
    await shell.makes("Answer sooner", "60", "4", "h")
    await world.person("ben").command("/okr update KR-1 50 begun", world.channel("care"))
    await world.settle()
    world.clock.advance(60)
    before = len(world.posted("care"))
    table = await shell.exports()
    table[0] |= {"target": "5", "value": "45"}
    shell.write(*_csv(table))
    code, said = await shell.imports()

    assert code == 0
    assert "KR-1\ttarget: 4 → 5" in said
    assert "KR-1\tvalue: 50 → 45" in said
    target, value = (await shell.exports("audit.json", audit=True))[-2:]
    assert [target[name] for name in ("who", "what", "before", "after", "why")] == [
        *("anna@home.example", "target", "4", "5", "imported from okrs.csv")
    ]
    assert [value[name] for name in ("who", "what", "before", "after", "note", "day")] == [
        *("anna@home.example", "value", "50", "45", "imported from okrs.csv", "2026-11-16")
    ]
    assert len(world.posted("care")) == before
    reply = await world.person("ben").command("/okr show KR-1", world.channel("care"))
    assert "imported from okrs.csv" in str(reply.blocks)


def _csv(table: Sequence[dict[str, str]]) -> list[str]:
    text = io.StringIO()
    writer = csv.DictWriter(text, table[0])
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().splitlines()


async def test_withdrawn_updates_are_in_the_audit(shell: Shell) -> None:
    world = shell.world
    await shell.makes("Answer sooner", "60", "4", "h")
    ben = world.person("ben")
    told = await ben.command("/okr update KR-1 50 begun", world.channel("care"))
    assert told.message is not None
    await ben.click(told.message, "okr.withdraw")
    (update,) = [row for row in await shell.exports(audit=True) if row["what"] == "value"]

    assert (update["after"], update["withdrawn by"]) == ("50", "ben@home.example")
    assert update["withdrawn at"] == "2026-11-16T08:00:00+00:00"


async def test_home_follows(shell: Shell) -> None:
    shell.write(HEAD, "Delight,NPS,32,45,ben@home.example")
    await shell.imports()

    assert "NPS" in str(shell.world.home.homes[BEN])


async def test_without_slack_people_go_by_their_ids(shell: Shell) -> None:
    await know_people(shell.world.bot.deps.sessions)
    for title, shell.tokens in (("Delight", ""), ("Grow", "xoxb-next")):
        shell.write(HEAD, f"{title},NPS,32,45,{BEN}")
        code, said = await shell.imports(importer=ANNA)
        assert code == 0
        assert "Slack was not asked for e-mail addresses" in said

    assert [row["owner"] for row in await shell.exports()] == [BEN, BEN]


async def test_without_a_token_it_says_once_what_to_do_about_addresses(shell: Shell) -> None:
    await know_people(shell.world.bot.deps.sessions)
    shell.tokens = ""
    lines = [f"Delight,KR {n},{n},45,ben@home.example" for n in range(15)]
    shell.write(HEAD, *lines, f"Delight,NPS,32,45,{BEN}", "Delight,CSAT,32,45,UNOBODY")
    code, said = await shell.imports(importer=ANNA, is_dry=True)

    assert code == 1
    assert said.count("Slack has told no e-mail addresses") == 1
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 3 more\towner" in said
    assert "setting SLACK_BOT_TOKEN, or write member IDs, like U0ABC" in said
    assert "Nobody here is UNOBODY." in said
    assert "1 of 17 lines are fine, 16 have problems." in said


async def test_values_are_previewed_as_people_write_them(shell: Shell) -> None:
    head = "objective,key result,start,target,unit,value"
    shell.write(head, "Delight,First response,9.00,4.0,h,7.50 h")
    code, said = await shell.imports()
    assert (code, "(9 → 4 h)" in said) == (0, True)
    assert "value: none → 7.5\n" in said

    shell.write(f"key result number,{head}", "KR-1,Delight,First response,9,4,h,6 h")
    code, said = await shell.imports(is_dry=True)
    assert code == 0
    assert "value: 7.5 → 6\n" in said


async def test_without_the_scope_it_says_which_one_is_missing(shell: Shell) -> None:
    shell.world.home.scopes -= {"users:read.email"}
    shell.write(HEAD, "Delight,NPS,32,45,ben@home.example")
    with pytest.raises(ExchangeError, match=r"Slack has told no e-mail addresses"):
        await shell.imports()
    code, said = await shell.imports(importer=ANNA)

    assert code == 1
    assert "lacks the scope users:read.email" in said


async def test_a_file_that_could_not_be_finished_is_not_there(shell: Shell) -> None:
    with pytest.raises(ExchangeError, match="no workspace T9 in this database"):
        await shell.exports(workspaces=("T9",))

    assert list(shell.folder.iterdir()) == []


async def test_on_the_screen_there_is_no_head_either(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ExchangeError, match="no workspace T9 in this database"):
        await shell.exports(output=None, workspaces=("T9",))

    assert capsys.readouterr().out == ""


async def test_with_several_workspaces_an_import_asks_which_one(shell: Shell) -> None:
    shell.write(HEAD)
    with pytest.raises(ExchangeError, match="--workspace"):
        await shell.imports(workspace="")


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "delight.db"
    local = read_local_settings({"DATABASE_URL": f"sqlite:///{path}"})
    with pytest.raises(ExchangeError, match="There is no database"):
        async with desk(local, Console()):
            pass

    assert not path.exists()
