"""The audit log in words, for whoever reads it: on the screen of an auditor, and as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from kiosk.clock import JAPAN
from kiosk.store.audit import BATCH, AuditEntry, AuditEvent, find_span, read_entries
from kiosk.store.database import Store

COLUMNS = ("番号", "日時", "できごと", "職員", "窓口端末", "受付番号", "内訳")

EVENTS: Mapping[AuditEvent, str] = {
    AuditEvent.VISIT_OPENED: "受付を始めた",
    AuditEvent.VISIT_RESUMED: "受付を引き継いだ",
    AuditEvent.VISIT_LOOKED_UP: "受付番号で探した",
    AuditEvent.VISIT_SENT_TO_COUNTER: "紙を持って窓口へ",
    AuditEvent.VISIT_FINISHED: "受付を終えた",
    AuditEvent.VISIT_REOPENED: "終えた受付を開き直した",
    AuditEvent.VISIT_ABANDONED: "受付を取りやめた",
    AuditEvent.TICKET_REFUSED: "受付コードを断った",
    AuditEvent.EXPIRED_TICKET_OPENED: "期限の過ぎた受付コードを職員の判断で開いた",
    AuditEvent.ANSWERS_SHOWN: "入力内容を表示した",
    AuditEvent.ANSWERS_REVEALED: "ほかの課の入力内容を、理由を選んで見た",
    AuditEvent.ANSWERS_CORRECTED: "入力内容を直した",
    AuditEvent.ANSWERS_EXPORTED: "入力内容を書き出した",
    AuditEvent.ANSWERS_PURGED: "期限の過ぎた入力内容を消去した",
    AuditEvent.CARD_READ: "カードを読んだ",
    AuditEvent.CARD_REFUSED: "カードを読めなかった",
    AuditEvent.IDENTITY_CHECKED: "本人確認をした",
    AuditEvent.PAPER_SEEN: "持ってきた書類を確かめた",
    AuditEvent.SHEETS_PRINTED: "様式を印刷した",
    AuditEvent.PRINT_FAILED: "印刷できなかった",
    AuditEvent.STAFF_ADDED: "職員を登録した",
    AuditEvent.STAFF_DISABLED: "職員の利用を停止した",
    AuditEvent.STAFF_ENABLED: "職員をまた使えるようにした",
    AuditEvent.STAFF_RENAMED: "職員の表示名を替えた",
    AuditEvent.STAFF_ROLES_CHANGED: "職員の役割を変えた",
    AuditEvent.STAFF_CHANGED_PLACES: "職員が交代した",
    AuditEvent.STAFF_PASSWORD_CHANGED: "パスワードを替えた",
    AuditEvent.STAFF_SECOND_ADDED: "2段階認証を登録した",
    AuditEvent.STAFF_SECOND_REMOVED: "2段階認証を消した",
    AuditEvent.STAFF_SECOND_RESET: "職員の2段階認証を取り消した",
    AuditEvent.STAFF_SECOND_ASKED: "パスワードのあと、2段階認証を求めた",
    AuditEvent.STAFF_SPARE_CODES_MADE: "控えのコードを作り直した",
    AuditEvent.STAFF_SIGNED_IN: "ログインした",
    AuditEvent.STAFF_SIGN_IN_FAILED: "ログインに失敗した",
    AuditEvent.STAFF_SIGN_IN_DELAYED: "続けて違い、待たせた",
    AuditEvent.STAFF_SIGNED_OUT: "ログアウトした",
    AuditEvent.STAFF_CALLED: "職員が呼ばれた",
    AuditEvent.STAFF_CAME: "職員が来た",
    AuditEvent.DESK_WENT_ALONE: "記録につながらず、端末だけで続けた",
    AuditEvent.JOURNAL_JOINED: "端末の控えを合わせた",
    AuditEvent.TWINS_SETTLED: "二重の受付を確かめた",
    AuditEvent.KEYS_CREATED: "鍵を作った",
    AuditEvent.KEYS_ROTATED: "鍵を替えた",
    AuditEvent.KEYS_RETIRED: "鍵を廃棄した",
    AuditEvent.KEYS_PRINTED: "鍵の復旧用紙を印刷した",
    AuditEvent.KEYS_RESTORED: "鍵を復旧用紙から戻した",
    AuditEvent.DESK_INVITED: "端末を招いた",
    AuditEvent.DESK_JOINED: "端末が加わった（町の鍵を渡した）",
    AuditEvent.DESK_REMOVED: "端末を外した",
    AuditEvent.BUNDLE_MADE: "配る設定を作った",
    AuditEvent.BUNDLE_RELEASED: "配る設定をすべての端末に出した",
    AuditEvent.BUNDLE_TAKEN: "新しい設定を受け取った",
    AuditEvent.BUNDLE_TAKEN_BACK: "前の設定に戻した",
    AuditEvent.AUDIT_TRIMMED: "期限の過ぎた監査記録を消去した",
    AuditEvent.AUDIT_SEAL_RENEWED: "監査記録の封印をやり直した",
    AuditEvent.REGISTER_IMPORTED: "台帳を取り込んだ",
    AuditEvent.REGISTER_FORGOTTEN: "台帳を消去した",
    AuditEvent.REGISTER_LOOKED_UP: "台帳を引いた",
    AuditEvent.REGISTER_REFUSED: "台帳を引けなかった",
    AuditEvent.REGISTER_SHOWN: "台帳の世帯を見せた",
    AuditEvent.REGISTER_TAKEN_OVER: "台帳から書き写した",
    AuditEvent.REGISTER_RELEASED: "台帳の世帯を開いた",
    AuditEvent.TASK_CHANGED: "課の用を進めた",
    AuditEvent.TILL_OPENED: "レジを開けた",
    AuditEvent.PAYMENT_TAKEN: "支払いを受け取った",
    AuditEvent.PAYMENT_VOIDED: "支払いを取り消した",
    AuditEvent.TILL_CLOSED: "レジを締めた",
}


def write_audit_csv(entries: Iterable[AuditEntry], names: Mapping[int, str]) -> str:
    """Return the entries with a line of headings, lines ended by CRLF; `names` has the name of each staff id."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(write_row(entry, names) for entry in entries)
    return out.getvalue()


def write_row(entry: AuditEntry, names: Mapping[int, str]) -> tuple[str, ...]:
    """Return the entry in words, as the columns have it."""
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


def read_between(store: Store, since: date | None, until: date | None) -> Iterator[AuditEntry]:
    """Yield the entries of these days in order, the last day included. Raise StoreError."""
    start = datetime.combine(since, time(), JAPAN) if since else None
    end = datetime.combine(until + timedelta(days=1), time(), JAPAN) if until else None
    first, last = find_span(store, start, end)
    after = first - 1
    while batch := read_entries(store, after=after, most=min(BATCH, last - after)):
        yield from (entry for entry in batch if _is_within(entry.at, start, end))
        after = batch[-1].seq


def _is_within(at: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or start <= at) and (end is None or at < end)
