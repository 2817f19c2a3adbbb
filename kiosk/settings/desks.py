"""The `[[desk]]` tables."""

from forms.mistake import MistakeKind
from forms.tomlfile import Table
from kiosk.settings import checks
from kiosk.settings.sections import Desk, DeskMode

RECEIPT_LETTERS = "ACEFHJKMNPRTWXY"
"""No letter that looks like a digit or another letter on paper (B8 D0 G6 I1 L1 O0 Q0 S5 U V Z2)."""

PORTS = {DeskMode.COUNTER: 8001, DeskMode.LOBBY: 8002}


FINGERPRINT = r"[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}"


def read_desks(tables: tuple[Table, ...]) -> tuple[Desk, ...]:
    desks: list[Desk] = []
    for table in tables:
        desk = _desk(table)
        if desk.name in {other.name for other in desks}:
            table.note(MistakeKind.DUPLICATE, "name", desk.name)
        desks.append(desk)
    return tuple(desks)


def _desk(table: Table) -> Desk:
    mode = table.choice("mode", DeskMode)
    name = checks.matching(table, "name", r"[a-z][a-z0-9-]{0,19}", "半角の英小文字・数字・「-」20字まで")
    desk = Desk(
        name=name,
        label=checks.words(table, "label", name),
        mode=mode,
        host=checks.host(table, "host", "127.0.0.1"),
        port=checks.port(table, "port", PORTS[mode]),
        receipt_letter=table.choice("receipt_letter", tuple(RECEIPT_LETTERS), RECEIPT_LETTERS[0]),
        printer_uri=(printer := _printer(table)),
        printer_fingerprint=_fingerprint(table, printer),
        reader_name=checks.optional_words(table, "reader_name"),
        scanner_port=checks.optional_words(table, "scanner_port"),
        camera=table.boolean("camera", default=True),
        idle_seconds=table.integer("idle_seconds", 60, least=20, most=600),
        warning_seconds=table.integer("warning_seconds", 30, least=10, most=120),
        session_secret_file=checks.path(table, "session_secret_file", "../var/secrets/desk-session"),
    )
    table.finish()
    return desk


def _printer(table: Table) -> str | None:
    uri = checks.optional_words(table, "printer_uri")
    if uri is not None:
        checks.address(table, "printer_uri", uri, ("ipp", "ipps"))
    return uri


def _fingerprint(table: Table, printer: str | None) -> str | None:
    """As `openssl x509 -fingerprint -sha256` writes it, or without its colons."""
    if checks.optional_words(table, "printer_fingerprint") is None:
        return None
    shown = checks.matching(table, "printer_fingerprint", FINGERPRINT, "証明書のSHA-256（半角の0〜9とA〜Fで64字）")
    if printer is None or not printer.startswith("ipps://"):
        table.wrong_type("printer_fingerprint", "ipps:// のプリンターのときだけ書く値")
    return shown.replace(":", "").lower()
