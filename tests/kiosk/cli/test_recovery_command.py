"""`kiosk keys sheet` and `kiosk keys restore`, and `kiosk setup` on a town that has begun already."""

import shutil
from pathlib import Path

from forms.ticket.keys import recovery_lines
from kiosk.office import open_office
from kiosk.tickets import draw_recovery_sheet, private_keys
from tests.kiosk.cli.conftest import Command
from tests.printing.paper import pdfium_text
from tests.printing.scripted_printer import Script, scripted_printer

PASSWORD = "midori no kaze 42"


def test_the_key_comes_back_from_the_paper(keyed: Command, town: Path) -> None:
    office = open_office(town)
    key = private_keys(office).current
    with scripted_printer(Script()) as printer:
        assert keyed("keys", "sheet", "--printer", printer.uri).returncode == 0
        paper = next(each.data for each in printer.requests if each.data)
    words = pdfium_text(paper)
    lines = recovery_lines(key, office.settings.town.code)
    assert all(line in words for line in lines)
    shutil.rmtree(office.settings.keys.folder)
    typed = "".join(f"{line}\n" for line in lines)
    restored = keyed("keys", "restore", given=typed)
    assert (restored.returncode, restored.stdout.split("。")[0]) == (0, f"鍵 {key.id} を戻しました")
    back = private_keys(open_office(town)).current
    assert (back.id, back.private) == (key.id, key.private)
    assert int(back.created.timestamp()) == int(key.created.timestamp())
    assert keyed("keys", "restore", given=typed).stderr.splitlines()[-1].startswith("already_has_key: ")
    listed = keyed("audit", "list").stdout
    assert "鍵の復旧用紙を印刷した" in listed
    assert "鍵を復旧用紙から戻した" in listed


def test_every_line_of_the_sheet_fits(keyed: Command, town: Path) -> None:
    office = open_office(town)
    printed = draw_recovery_sheet(office, private_keys(office).current)
    assert (printed.page_count, printed.notices) == (1, ())


def test_a_slip_of_the_hand_is_told_by_its_line(keyed: Command, town: Path) -> None:
    office = open_office(town)
    lines = [*recovery_lines(private_keys(office).current, office.settings.town.code)]
    shutil.rmtree(office.settings.keys.folder)
    lines[2] = lines[2][:-1] + ("A" if lines[2][-1] != "A" else "B")
    refused = keyed("keys", "restore", given="".join(f"{line}\n" for line in lines))
    assert "鍵の復旧用紙の字と違います。（3行目）" in refused.stderr
    assert not office.settings.keys.folder.exists()


def test_a_town_with_an_administrator_is_not_set_up_again(keyed: Command, tmp_path: Path) -> None:
    marker = tmp_path / "setup"
    marker.touch()
    assert keyed("staff", "add", "sato", "--role", "admin", "--password-stdin", given=PASSWORD).returncode == 0
    assert keyed("setup").stderr.startswith("already_set_up: ")
    assert marker.exists()
    assert keyed("setup", "--marker", str(marker)).returncode == 0
    assert not marker.exists()
