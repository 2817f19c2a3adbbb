"""What is plugged into a desk: printer, card reader, scanner."""

from collections.abc import Iterator
from pathlib import Path

from cardreader import CardError, list_readers
from kiosk.doctor.finding import Finding, Health
from kiosk.settings import Desk
from printing.ipp import check_printer, fingerprint_of


def look_at_devices(desk: Desk) -> Iterator[Finding]:
    """Look at every device of this desk."""
    part = f"プリンター（{desk.label}）"
    if desk.printer_uri is None:
        yield Finding(part, Health.CAUTION, "設定されていません。PDFをブラウザーで印刷します。")
    else:
        status = check_printer(desk.printer_uri, fingerprint=desk.printer_fingerprint)
        health = Health.GOOD if status.usable else Health.BAD
        yield Finding(part, health, f"{status.sentence}{'' if status.usable else status.next_step}")
        yield from _certificate(desk, desk.printer_uri)
    yield _reader(desk)
    if desk.scanner_port is not None and not Path(desk.scanner_port).exists():
        yield Finding(
            f"スキャナー（{desk.label}）", Health.BAD, f"{desk.scanner_port}がありません。USBを確かめてください。"
        )


def _certificate(desk: Desk, uri: str) -> Iterator[Finding]:
    """Tell what a printer with TLS shows now, to be copied into the settings by whoever stands in front of it."""
    part, shown = f"プリンターの証明書（{desk.label}）", fingerprint_of(uri)
    if shown is None:
        return
    if desk.printer_fingerprint == shown:
        yield Finding(part, Health.GOOD, "設定どおりです")
    elif desk.printer_fingerprint is None:
        hint = f'town.toml に printer_fingerprint = "{shown}" と書くと、ほかの機械には送りません。'
        yield Finding(part, Health.CAUTION, f"確かめていません。{hint}")
    else:
        yield Finding(part, Health.BAD, f"設定と違います。いま見せた値は {shown} です。")


def _reader(desk: Desk) -> Finding:
    part = f"カードリーダー（{desk.label}）"
    try:
        found = list_readers()
    except CardError as error:
        return Finding(part, Health.CAUTION, f"{error.sentence}{error.next_step}")
    wanted = [name for name in found if desk.reader_name is None or desk.reader_name in name]
    if not wanted:
        return Finding(part, Health.CAUTION, "見つかりません。USBケーブルを確かめてください。")
    return Finding(part, Health.GOOD, "、".join(wanted))
