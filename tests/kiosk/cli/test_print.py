"""`kiosk print`: answers or a ticket become a PDF or paper."""

from pathlib import Path

from tests.kiosk.cli.conftest import Command


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
