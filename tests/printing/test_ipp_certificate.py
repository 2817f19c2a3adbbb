"""Only the printer whose certificate is set gets anything: CUPS's own printer with real TLS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from printing.ipp import JobResult, PrintCode, check_printer, fingerprint_of, print_pdf
from printing.ipp.transport import Address, BadAddressError
from tests.printing.ippeveprinter import HASTY, VirtualPrinter, make_pdf, virtual_printer

pytestmark = pytest.mark.printer

ANOTHER = "0" * 64


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with virtual_printer(tmp_path) as running:
        yield running


def test_it_works_with_the_certificate_that_is_set(printer: VirtualPrinter) -> None:
    uri = secure(printer)
    shown = fingerprint_of(uri)
    assert shown is not None
    assert len(shown) == 64
    assert check_printer(uri, fingerprint=shown).code is PrintCode.READY
    assert printed(uri, shown).code is PrintCode.PRINTED
    assert len(printer.papers()) == 1


def test_a_machine_with_another_certificate_gets_nothing(printer: VirtualPrinter) -> None:
    uri = secure(printer)
    assert check_printer(uri, fingerprint=ANOTHER).code is PrintCode.WRONG_CERTIFICATE
    result = printed(uri, ANOTHER)
    assert (result.code, result.nothing_sent) == (PrintCode.WRONG_CERTIFICATE, True)
    assert printer.papers() == []


def test_without_a_fingerprint_any_certificate_will_do(printer: VirtualPrinter) -> None:
    assert printed(secure(printer), None).code is PrintCode.PRINTED


def test_a_printer_without_tls_or_without_power_shows_no_certificate(printer: VirtualPrinter) -> None:
    assert fingerprint_of(printer.uri) is None
    assert fingerprint_of("nonsense") is None
    printer.unplug()
    assert fingerprint_of(secure(printer)) is None


def test_a_fingerprint_for_a_printer_without_tls_is_a_mistake(printer: VirtualPrinter) -> None:
    with pytest.raises(BadAddressError):
        Address.parse(printer.uri, ANOTHER)
    assert check_printer(printer.uri, fingerprint=ANOTHER).code is PrintCode.BAD_ADDRESS


def secure(printer: VirtualPrinter) -> str:
    return printer.uri.replace("ipp://", "ipps://")


def printed(uri: str, fingerprint: str | None) -> JobResult:
    return print_pdf(uri, make_pdf(), patience=HASTY, fingerprint=fingerprint)
