"""The desk database, and whether its audit log is whole."""

from collections.abc import Iterator
from datetime import timedelta

from kiosk.clock import JAPAN
from kiosk.doctor.finding import Finding, Health, look_at
from kiosk.office import Office, now
from kiosk.settings import SettingsError
from kiosk.store import StoreError, open_store
from kiosk.store.audit import read_entries, read_head, verify_chain

SLACK = timedelta(minutes=2)
"""By which the clocks of desks with one database may differ."""


def look_at_database(office: Office) -> Iterator[Finding]:
    """Look whether it opens, and at the audit log in it."""
    yield look_at("データベース", lambda: _open(office))
    yield from _audit(office)


def _open(office: Office) -> str:
    open_store(office.settings.database).close()
    return "開けます"


def _audit(office: Office) -> Iterator[Finding]:
    try:
        store = open_store(office.settings.database)
    except (StoreError, SettingsError):
        yield Finding("監査記録", Health.CAUTION, "データベースを開けないので確かめられません。")
        return
    try:
        report = verify_chain(store)
        last = read_entries(store, after=read_head(store).seq - 1)
    finally:
        store.close()
    if report.is_whole:
        yield Finding("監査記録", Health.GOOD, f"{report.entries}件のつながりに切れ目はありません")
    else:
        sentence = (
            f"{report.broken_at}件目から書き換えられています。データベースに触れた人がいないか調べてください。"
        )
        yield Finding("監査記録", Health.BAD, sentence)
    if last and last[-1].at > now() + SLACK:
        shown = f"{last[-1].at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
        yield Finding(
            "時計", Health.BAD, f"いちばん新しい監査記録（{shown}）より遅れています。時刻を直してください。"
        )
