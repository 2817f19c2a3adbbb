"""`kiosk keys … --office` and `kiosk export`, as an operator types them."""

import csv
import json
import re
import stat
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.main import kiosk
from kiosk.office import Office
from kiosk.stacks import Order, draw_sheets
from kiosk.store import StoreError
from tests.kiosk.export.papers import paper_office, sample_application, sample_form, sealed_text
from tests.kiosk.offices import make_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return paper_office(tmp_path)


def run(office: Office, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(kiosk, ["--config", str(office.settings.folder), *words], input=typed)


def test_exporting_a_scanned_paper_works(office: Office, tmp_path: Path) -> None:
    scan, out = tmp_path / "scan.pdf", tmp_path / "out.csv"
    scan.write_bytes(draw_sheets(sample_application(office, "shortest"), office, Order("A-012")).pdf)
    result = run(office, "export", "--scan", str(scan), "--out", str(out))
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(StringIO(out.read_text(encoding="utf-8"))))
    assert rows[0]["receipt"] == "A-012"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_what_is_exported_is_in_the_audit_log(office: Office) -> None:
    assert run(office, "export", "--text", "-", typed=sealed_text(office, sample_form(office))).exit_code == 0
    (_, entry) = csv.reader(StringIO(run(office, "audit", "list").stdout))
    assert (entry[2], entry[6]) == ("入力内容を書き出した", "count=1")


def test_an_export_that_cannot_be_recorded_writes_nothing(office: Office, tmp_path: Path) -> None:
    out, town = tmp_path / "out.csv", office.settings.folder / "town.toml"
    town.write_text(
        re.sub(r'url = "sqlite:.*"', f'url = "sqlite:///{tmp_path}"', town.read_text("utf-8")), "utf-8"
    )
    code = sealed_text(office, sample_form(office))
    result = run(office, "export", "--text", "-", "--out", str(out), typed=code)
    assert isinstance(result.exception, StoreError)
    assert not out.exists()


def test_codes_typed_by_a_scanner_come_out_as_json(office: Office) -> None:
    codes = "\n".join(sealed_text(office, sample_form(office, receipt=receipt)) for receipt in ("A-001", "A-002"))
    result = run(office, "export", "--text", "-", "--format", "json", typed=codes)
    assert [form["receipt"] for form in json.loads(result.stdout)["forms"]] == ["A-001", "A-002"]


def test_a_character_shift_jis_lacks_stops_everything_and_is_named(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code = sealed_text(office, sample_form(office))
    result = run(office, "export", "--text", "-", "--encoding", "shift_jis", "--out", str(out), typed=code)
    assert result.exit_code == 1
    assert "claimant.name: U+20BB7" in result.stderr
    assert not out.exists()


def test_signs_of_phones_are_folded_only_where_asked_and_each_is_named(office: Office) -> None:
    form = sample_form(office)
    signs = type(form)(
        form.receipt, form.printed, form.procedure, {**(form.answers or {}), "you.name": "−〜‖—　花子"}
    )
    code = sealed_text(office, signs)
    plain = run(office, "export", "--text", "-", "--encoding", "shift_jis", typed=code)
    assert (plain.exit_code, "--fold-signs" in plain.stderr) == (1, True)
    folded = run(office, "export", "--text", "-", "--encoding", "shift_jis", "--fold-signs", typed=code)
    assert folded.exit_code == 0, folded.stderr
    assert "－～∥―　花子" in folded.stdout_bytes.decode("cp932")
    assert folded.stderr.count("claimant.name: U+") == 4
    assert "claimant.name: U+2212 → U+FF0D" in folded.stderr


def test_a_character_without_such_a_sign_stops_everything_all_the_same(office: Office) -> None:
    code = sealed_text(office, sample_form(office))
    result = run(office, "export", "--text", "-", "--encoding", "shift_jis", "--fold-signs", typed=code)
    assert result.exit_code == 1
    assert "not_encodable" in result.stderr


def test_skip_leaves_that_paper_out_and_writes_the_others(office: Office) -> None:
    fits = sample_form(office, receipt="A-002")
    fits = type(fits)(
        fits.receipt, fits.printed, fits.procedure, {**(fits.answers or {}), "you.name": "山田　花子"}
    )
    codes = "\n".join((sealed_text(office, sample_form(office)), sealed_text(office, fits)))
    result = run(office, "export", "--text", "-", "--encoding", "shift_jis", "--skip", typed=codes)
    assert result.exit_code == 0
    assert "U+20BB7" in result.stderr
    table = result.stdout_bytes.decode("cp932")
    assert "A-002" in table
    assert "A-007" not in table


def test_a_ticket_is_refused_with_a_word_where_it_belongs(office: Office) -> None:
    result = run(office, "export", "--text", "-", typed="100100" + "1" * 102)
    assert result.exit_code == 1
    assert "is_a_ticket" in result.stderr


def test_the_office_gets_keys_of_its_own(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert run(office, "keys", "new", "--office").exit_code == 0
    paper = office.settings.paper
    assert paper.public_file.is_file()
    assert paper.key_folder != office.settings.keys.folder
    assert run(office, "keys", "rotate", "--office").exit_code == 0
    assert len(run(office, "keys", "list", "--office").stdout.splitlines()) == 2
    assert len(run(office, "keys", "list").stdout.splitlines()) == 1
