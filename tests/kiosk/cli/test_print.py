"""`kiosk print`: answers or a ticket become a PDF or paper."""

import json
from pathlib import Path

import pypdfium2
import pytest

from forms import application_to_json
from kiosk.office import open_office, today
from kiosk.training import sample_resident
from tests.kiosk.cli.conftest import Command
from tools.virtual_printer import VirtualPrinter


def test_it_works(kiosk: Command, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "F.pdf"
    assert kiosk("print", "--answers", str(sample), "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_ticket_prints_the_same_pages(keyed: Command, sample: Path, tmp_path: Path) -> None:
    direct, carried, code = tmp_path / "A.pdf", tmp_path / "B.pdf", tmp_path / "T.png"
    keyed("print", "--answers", str(sample), "--out", str(direct))
    keyed("ticket", "seal", "--answers", str(sample), "--out", str(code))
    assert keyed("print", "--ticket", str(code), "--out", str(carried)).returncode == 0
    assert len(carried.read_bytes()) == len(direct.read_bytes())


def test_it_tells_that_the_printer_does_not_answer(kiosk: Command, sample: Path) -> None:
    failed = kiosk("print", "--answers", str(sample), "--printer", "ipp://127.0.0.1:9/ipp/print")
    assert failed.returncode != 0
    assert "unreachable: " in failed.stderr
    assert "Traceback" not in failed.stderr


def test_it_asks_for_one_source_and_one_place(kiosk: Command, sample: Path) -> None:
    assert kiosk("print", "--answers", str(sample)).stderr.startswith("usage: ")


@pytest.mark.printer
def test_several_sheets_are_one_job_behind_a_slip(kiosk: Command, town: Path, tmp_path: Path) -> None:
    chosen = open_office(town).catalogue.chosen(["water", "dog"])
    resident = tmp_path / "A.json"
    resident.write_text(
        json.dumps(application_to_json(sample_resident(chosen, "shortest"), today())), encoding="utf-8"
    )
    with VirtualPrinter(tmp_path / "printer") as printer:
        ended = kiosk("print", "--answers", str(resident), "--printer", printer.uri)
        assert ended.returncode == 0, ended.stderr
        (paper,) = printer.papers()
    assert paper.job["job-name"] == "madoguchi"
    first = pypdfium2.PdfDocument(paper.pdf)[0].get_textpage().get_text_bounded()
    assert "受付票" in first
