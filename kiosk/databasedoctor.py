"""The morning round of the database: whether it opens, is the same one, and holds the whole audit log."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from forms.ticket.keys import KeysError
from kiosk import clock, tickets
from kiosk.finding import Finding, Health
from kiosk.office import Office, now
from kiosk.settings import SettingsError
from kiosk.store import Store, StoreError, StoreReason, audit, journal, open_store, proof, visits

A_DAY = timedelta(days=1)
"""Within which the first key and the database are made, when a town begins."""

STILL_NEW = timedelta(days=30)
"""For so long a database made anew is told every morning."""

SLACK = timedelta(minutes=2)
"""By which the clocks of desks with one database may differ."""


def look_at_database(office: Office) -> Iterator[Finding]:
    """Look whether it opens, and at the audit log in it."""
    yield from _database(office)
    yield from _audit(office)
    yield from _journals(office)


def _database(office: Office) -> Iterator[Finding]:
    """Look whether it opens, since when it is this one, and whether what is past its time gets deleted."""
    part = "データベース"
    try:
        store = open_store(office.settings.database)
    except (StoreError, SettingsError) as error:
        yield Finding(part, Health.BAD, f"{error.sentence}{error.next_step}")
        return
    try:
        known = store.read_installation()
    finally:
        store.close()
    made = f"{known.made_at.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
    if _is_made_anew(office, known.made_at):
        sentence = f"{made} に新しく作られました。それまでの受付と監査記録は入っていません。"
        yield Finding(
            part, Health.CAUTION, f"{sentence}心当たりがないときは、だれかが消していないか調べてください。"
        )
    else:
        yield Finding(part, Health.GOOD, f"開けます（{made}から）")
    if now() - known.purged_at > visits.LONGEST_CLOSED:
        doubtful = StoreError(
            StoreReason.CLOCK_DOUBTFUL, f"{known.purged_at.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
        )
        yield Finding("時計", Health.BAD, f"{doubtful.sentence}{doubtful.next_step}")


def _is_made_anew(office: Office, made: datetime) -> bool:
    """Whether the database is newer than the town's first key, and not yet an old one itself."""
    try:
        first = min(key.created for key in tickets.private_keys(office).keys)
    except (KeysError, ValueError):
        return False
    return made - first > A_DAY and now() - made < STILL_NEW


def _audit(office: Office) -> Iterator[Finding]:
    try:
        store = open_store(office.settings.database)
    except (StoreError, SettingsError):
        yield Finding("監査記録", Health.CAUTION, "データベースを開けないので確かめられません。")
        return
    try:
        seals = _read_seals(store)
        sealed = seals.last if isinstance(seals, proof.SealReport) else None
        report = proof.verify_since(store, sealed)
        last = audit.read_entries(store, after=audit.read_head(store).seq - 1)
    finally:
        store.close()
    if report.is_whole:
        since = f"（{sealed.day}の封印のあと。全部は kiosk audit check で）" if sealed else ""
        yield Finding("監査記録", Health.GOOD, f"{report.entries}件のつながりに切れ目はありません{since}")
    else:
        sentence = (
            f"{report.broken_at}件目から書き換えられています。データベースに触れた人がいないか調べてください。"
        )
        yield Finding("監査記録", Health.BAD, sentence)
    yield _word_seals(seals)
    if last and last[-1].at > now() + SLACK:
        shown = f"{last[-1].at.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
        yield Finding(
            "時計", Health.BAD, f"いちばん新しい監査記録（{shown}）より遅れています。時刻を直してください。"
        )


def _journals(office: Office) -> Iterator[Finding]:
    """What desks of this PC have kept while the database did not answer."""
    folder, part = office.settings.database.journal_folder, "端末の控え"
    found = sorted(folder.glob("*.journal*")) if folder else []
    for file in found:
        label = file.name.split(".")[0]
        if file.suffix == ".damaged":
            sentence = f"{label} の控えに、途中から読めないところがありました（{file.name}）。"
            advice = "きょうの紙と受付の一覧を見比べ、抜けた受付がないか確かめてから、ファイルを消してください。"
            yield Finding(part, Health.CAUTION, f"{sentence}{advice}")
        elif file.suffix == ".journal":
            held = journal.peek(file.read_bytes())
            since = f"{datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
            sentence = (
                f"{label} に、データベースに合わせていない控えがあります（{held.records}件、最後は{since}）。"
            )
            advice = (
                "データベースが動いていれば、端末のプログラムが自動で合わせます。ファイルは消さないでください。"
            )
            yield Finding(part, Health.BAD, f"{sentence}{advice}")
    if folder and not found:
        yield Finding(part, Health.GOOD, "ありません。みなデータベースに入っています")


def _read_seals(store: Store) -> proof.SealReport | proof.SealError:
    try:
        return proof.verify_seals(store)
    except proof.SealError as error:
        return error


def _word_seals(seals: proof.SealReport | proof.SealError) -> Finding:
    part = "監査記録の封印"
    if isinstance(seals, proof.SealError):
        return Finding(part, Health.BAD, f"{seals.sentence}{seals.next_step}")
    if seals.last is not None:
        return Finding(part, Health.GOOD, f"{len(seals.own)}日分。最後は{seals.last.day}、鍵 {seals.last.key_id}")
    if seals.others:
        sentence = f"この端末の封印の鍵は新しく、ほかの鍵の封印{seals.others}日分は確かめられません。"
        return Finding(part, Health.CAUTION, f"{sentence}端末を増やしたのでなければ、鍵が失われています。")
    return Finding(part, Health.GOOD, "まだありません。次の日のはじめの出来事で封じます")
