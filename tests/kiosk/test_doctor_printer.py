"""The morning round tells which certificate a printer shows, and whether it is the one that was set."""

from pathlib import Path

import pytest

from kiosk.doctor import examine
from kiosk.finding import Finding, Health
from printing.ipp import fingerprint_of
from tests.kiosk.desk.townhall import build_town_hall
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer


def test_the_value_to_copy_is_shown_and_then_found_right(tmp_path: Path) -> None:
    with VirtualPrinter(tmp_path / "printer") as printer:
        uri = printer.uri.replace("ipp://", "ipps://")
        shown = fingerprint_of(uri) or ""
        unset = certificate(tmp_path / "unset", uri)
        assert unset.health is Health.CAUTION
        assert f'printer_fingerprint = "{shown}"' in unset.sentence
        written = ":".join(shown[at : at + 2] for at in range(0, 64, 2)).upper()
        assert certificate(tmp_path / "set", uri, written).health is Health.GOOD
        wrong = certificate(tmp_path / "wrong", uri, "ab" * 32)
        assert wrong.health is Health.BAD
        assert shown in wrong.sentence


def certificate(folder: Path, uri: str, fingerprint: str = "") -> Finding:
    more = {"printer_fingerprint": fingerprint} if fingerprint else {}
    office = build_town_hall(folder, uri, **more).office
    return next(each for each in examine(office) if each.part == "プリンターの証明書（1番窓口）")
