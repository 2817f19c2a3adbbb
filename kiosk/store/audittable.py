"""The audit log as a table a council can read: one row an entry, in Japanese, still without personal data."""

import csv
import io
from collections.abc import Iterable, Mapping

from kiosk.clock import JAPAN
from kiosk.store.audit import AuditEntry, AuditEvent

COLUMNS = ("番号", "日時", "できごと", "職員", "窓口端末", "受付番号", "内訳")

EVENTS: Mapping[AuditEvent, str] = {
    AuditEvent.VISIT_OPENED: "受付を始めた",
    AuditEvent.VISIT_RESUMED: "受付を引き継いだ",
    AuditEvent.VISIT_LOOKED_UP: "受付番号で探した",
    AuditEvent.VISIT_FINISHED: "受付を終えた",
    AuditEvent.VISIT_ABANDONED: "受付を取りやめた",
    AuditEvent.TICKET_REFUSED: "受付コードを断った",
    AuditEvent.ANSWERS_SHOWN: "入力内容を表示した",
    AuditEvent.ANSWERS_CORRECTED: "入力内容を直した",
    AuditEvent.ANSWERS_EXPORTED: "入力内容を書き出した",
    AuditEvent.ANSWERS_PURGED: "期限の過ぎた入力内容を消した",
    AuditEvent.CARD_READ: "カードを読んだ",
    AuditEvent.CARD_REFUSED: "カードを読めなかった",
    AuditEvent.IDENTITY_CHECKED: "本人確認をした",
    AuditEvent.SHEETS_PRINTED: "様式を印刷した",
    AuditEvent.PRINT_FAILED: "印刷できなかった",
    AuditEvent.STAFF_ADDED: "職員を登録した",
    AuditEvent.STAFF_DISABLED: "職員を止めた",
    AuditEvent.STAFF_ENABLED: "職員をまた使えるようにした",
    AuditEvent.STAFF_PASSWORD_CHANGED: "パスワードを替えた",
    AuditEvent.STAFF_SIGNED_IN: "ログインした",
    AuditEvent.STAFF_SIGN_IN_FAILED: "ログインに失敗した",
    AuditEvent.STAFF_LOCKED_OUT: "続けて違い、入れなくなった",
    AuditEvent.STAFF_SIGNED_OUT: "ログアウトした",
    AuditEvent.STAFF_CALLED: "職員が呼ばれた",
    AuditEvent.STAFF_CAME: "職員が来た",
    AuditEvent.KEYS_CREATED: "鍵を作った",
    AuditEvent.KEYS_ROTATED: "鍵を替えた",
    AuditEvent.KEYS_RETIRED: "鍵を廃棄した",
}


def write_audit_csv(entries: Iterable[AuditEntry], names: Mapping[int, str]) -> str:
    """Return the entries with a line of headings, lines ended by CRLF; `names` has the name of each staff id."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_write_row(entry, names) for entry in entries)
    return out.getvalue()


def _write_row(entry: AuditEntry, names: Mapping[int, str]) -> tuple[str, ...]:
    # A later program may have written events this one does not know.
    known = entry.event in {event.value for event in AuditEvent}
    return (
        str(entry.seq),
        f"{entry.at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}",
        EVENTS[AuditEvent(entry.event)] if known else entry.event,
        _name_staff(entry.staff_id, names),
        entry.desk or "",
        entry.receipt_number or "",
        " ".join(_word_detail(name, value, names) for name, value in entry.details.items()),
    )


def _word_detail(name: str, value: str | int, names: Mapping[int, str]) -> str:
    if name == "subject_staff_id" and isinstance(value, int):
        return f"staff={_name_staff(value, names)}"
    return f"{name}={value}"


def _name_staff(staff_id: int | None, names: Mapping[int, str]) -> str:
    return "" if staff_id is None else names.get(staff_id, str(staff_id))
