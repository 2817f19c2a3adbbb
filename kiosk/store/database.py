"""The desk database: opening it, bringing it to this version, transactions on it, and why it refused."""

import errno
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine, create_engine, exc, inspect, make_url, orm, text
from sqlalchemy.engine import URL

from forms.told import Told
from kiosk.clock import utc_now
from kiosk.settings import Database, SettingsError, SettingsReason, secret
from kiosk.store import dayseal, sqlitefile, tables


class StoreReason(StrEnum):
    VISIT_UNKNOWN = "visit_unknown"
    VISIT_CLOSED = "visit_closed"
    VISIT_CHANGED = "visit_changed"
    ALREADY_FINISHED = "already_finished"
    NOT_PRINTED = "not_printed"
    ANSWERS_UNKNOWN = "answers_unknown"
    ANSWERS_TOO_LARGE = "answers_too_large"
    ANSWERS_UNREADABLE = "answers_unreadable"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_FULL = "database_full"
    DATABASE_READ_ONLY = "database_read_only"
    DATABASE_BUSY = "database_busy"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_TOO_NEW = "database_too_new"
    TARGET_NOT_EMPTY = "target_not_empty"
    COPY_DIFFERS = "copy_differs"
    CLOCK_DOUBTFUL = "clock_doubtful"
    JUST_LOST = "just_lost"
    NEEDS_DATABASE = "needs_database"
    NOT_CARRIED = "not_carried"
    JOURNAL_FULL = "journal_full"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    StoreReason.VISIT_UNKNOWN: (
        "この受付は見つかりません。入力した内容は残っていません。",
        "受付番号を確かめるか、受付コードをもう一度読み取ってください。",
    ),
    StoreReason.VISIT_CLOSED: (
        "この受付はもう終わっています。入力内容は消去しました。",
        "続けるときは、受付コードをもう一度読み取ってください。",
    ),
    StoreReason.VISIT_CHANGED: (
        "いま、ほかの人がこの受付を直しました。",
        "はじめの画面から開き直して、もう一度入力してください。",
    ),
    StoreReason.ALREADY_FINISHED: (
        "この受付コードの手続は、すでに終わっています。",
        "もう一度必要なときは、新しく入力するか、窓口の職員に声をかけてください。",
    ),
    StoreReason.NOT_PRINTED: (
        "まだ様式を印刷していません。",
        "先に印刷してください。印刷しないときは「取りやめる」を選んでください。",
    ),
    StoreReason.ANSWERS_UNKNOWN: (
        "この受付には、まだ入力内容がありません。",
        "受付コードを読み取るか、手で入力してください。",
    ),
    StoreReason.ANSWERS_TOO_LARGE: (
        "入力内容が多すぎて、保存できません。",
        "手続をいくつかに分けて受け付けてください。",
    ),
    StoreReason.ANSWERS_UNREADABLE: (
        "預かった入力内容を開けません。",
        "受付コードをもう一度読み取ってください。続くときは、町の鍵を確かめてください。",
    ),
    StoreReason.DATABASE_UNREACHABLE: (
        "受付の記録につながりません。",
        "データベースが動いているか、town.toml の [database] を確かめてください。",
    ),
    StoreReason.DATABASE_FULL: (
        "ディスクに空きがなく、受付を記録できません。",
        "不要なファイルを削除してから、もう一度お試しください。",
    ),
    StoreReason.DATABASE_READ_ONLY: (
        "受付の記録に書き込めません。",
        "ファイルとフォルダーの持ち主が、このプログラムを動かす利用者か確かめてください。",
    ),
    StoreReason.DATABASE_BUSY: (
        "いま、ほかの受付と重なっています。",
        "少し待ってから、もう一度お試しください。",
    ),
    StoreReason.DATABASE_DAMAGED: (
        "受付の記録のファイルが壊れています。",
        "ファイルを別の場所に移し、バックアップから戻してください。バックアップがなければ、新しい記録で始まります。",
    ),
    StoreReason.DATABASE_TOO_NEW: (
        "受付の記録は、このプログラムより新しい版のものです。",
        "この端末のプログラムを、ほかの端末と同じ版にしてください。",
    ),
    StoreReason.TARGET_NOT_EMPTY: (
        "コピー先のデータベースが空ではありません。何もコピーしていません。",
        "新しく作った空のデータベースを指定してください。",
    ),
    StoreReason.COPY_DIFFERS: (
        "コピーが元と同じになりませんでした。コピーは取り消しました。",
        "元の記録を kiosk audit check で確かめてから、もう一度お試しください。",
    ),
    StoreReason.CLOCK_DOUBTFUL: (
        "最後に消去した時から12日より長くたっています。時計が違うかもしれないので、何も消去していません。",
        "日付と時刻を確かめてください。正しければ、kiosk purge --clock-is-right を一度実行してください。",
    ),
    StoreReason.JUST_LOST: (
        "記録の場所につながらなくなりました。いま押したことは、残っていないかもしれません。",
        "もう一度、同じことをしてください。受付と印刷は、この端末だけで続けられます。",
    ),
    StoreReason.NEEDS_DATABASE: (
        "記録の場所につながらないあいだは、ここは使えません。",
        "受付と印刷は続けられます。つながると、自動でもとに戻ります。",
    ),
    StoreReason.NOT_CARRIED: (
        "記録の場所につながらないため、この受付をこの端末では開けません。消えてはいません。",
        "受け付けた端末で続けるか、つながるまで待ってください。",
    ),
    StoreReason.JOURNAL_FULL: (
        "この端末の控えがいっぱいで、受付を続けられません。",
        "ほかの端末か紙で受け付け、記録の場所を直してください。つながると、控えは自動で合わせられます。",
    ),
}


class StoreError(Told):
    """`place` is the database, for the operator."""

    reasons = StoreReason
    words = WORDS
    reason: StoreReason

    def __init__(self, reason: StoreReason, place: str = "") -> None:
        super().__init__(reason, place=place)

    @property
    def sentence(self) -> str:
        place = self.values["place"]
        return f"{super().sentence}（{place}）" if place else super().sentence


_log = logging.getLogger("kiosk.store")

WAIT_SECONDS = 10
"""How long one desk waits for another's transaction, or for the server to answer."""

SERVER_LIMITS = {
    "lock_timeout": f"{WAIT_SECONDS}s",
    "statement_timeout": "15s",
    # A desk that freezes between two statements would hold up every other one: the last link of the audit chain is
    # locked until it commits. Our own transactions are never idle for more than some milliseconds.
    "idle_in_transaction_session_timeout": "600ms",
}
"""What PostgreSQL lets one desk do to the others."""

DEAD_LINE = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 4_000,
}
"""How a desk notices a server, or a line to it, that is gone; `connect_timeout` holds for each of several hosts."""

POOL = {"pool_size": 1, "max_overflow": 3, "pool_timeout": WAIT_SECONDS}
"""At most four connections a desk, and one when nothing happens; one more listens."""

ACTING_DESK = "kiosk_acting_desk"
"""Under which a transaction knows which desk it is for."""

TOLD_BY = (
    (r"locked|lock timeout|deadlock|statement timeout|idle-in-transaction", StoreReason.DATABASE_BUSY),
    (r"disk is full|No space left", StoreReason.DATABASE_FULL),
    (r"readonly database|read-only", StoreReason.DATABASE_READ_ONLY),
)
"""Words of SQLite and PostgreSQL; anything else is taken for a database that cannot be reached."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open desk database. Safe to use from several threads."""

    engine: Engine
    retention: timedelta
    """How long the answers of an unfinished visit are kept."""
    visits_kept: timedelta
    """How long closed visits and ended turns are kept."""
    audit_kept: timedelta
    clock: Callable[[], datetime] = utc_now
    desk: str = ""
    """The desk whose program acts; empty for a command."""
    sealer: dayseal.DaySealer | None = None
    """What seals the audit log each day."""

    @contextmanager
    def writing(self) -> Iterator[orm.Session]:
        """Begin a transaction that may change something; any exception rolls it back.

        Raise StoreError if it cannot be.
        """
        with tell_in_our_words(), orm.Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.info |= {ACTING_DESK: self.desk, dayseal.SEALER: self.sealer}
            yield session

    @contextmanager
    def reading(self) -> Iterator[orm.Session]:
        """Begin a transaction that changes nothing and waits for nobody. Raise StoreError if it cannot be."""
        with (
            tell_in_our_words(),
            orm.Session(self.engine.execution_options(**{sqlitefile.READING: True})) as session,
        ):
            yield session

    @property
    def is_alone(self) -> bool:
        """Whether something stands in for the database, which does not answer: `kiosk.store.alone`."""
        return False

    def join(self) -> bool:
        """Bring what was kept while the database did not answer into it, if it does now. Return whether nothing is left."""
        return True

    def look_around(self) -> None:
        """Learn what the desk would need, should the database be lost. Raise StoreError."""

    @property
    def is_shared(self) -> bool:
        """Whether other PCs use this database too: PostgreSQL tells them of changes."""
        return self.engine.dialect.name == "postgresql"

    def overwrite_deleted(self) -> None:
        """Make what was just deleted unreadable in SQLite's files too."""
        if self.engine.dialect.name == "sqlite":
            sqlitefile.truncate_log(self.engine)

    def read_installation(self) -> tables.InstallationRow:
        """Return when this database was made, and when what was past its time was last deleted."""
        with self.reading() as session:
            return session.get_one(tables.InstallationRow, 1)

    def close(self) -> None:
        self.engine.dispose()


def open_store(database: Database, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open the database of the settings and bring it to this version.

    Raise StoreError or SettingsError if that fails.
    """
    store = make_store(database, clock)
    try:
        bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def make_store(database: Database, clock: Callable[[], datetime] = utc_now) -> Store:
    """Return the database of the settings, not looked at yet. Raise SettingsError."""
    sealer = dayseal.read_sealer(database.seal_key_file)
    kept = (database.retention, database.visits_kept, database.audit_kept)
    return Store(_make_engine(_read_url(database)), *kept, clock, sealer=sealer)


def bring_up_to_date(store: Store) -> None:
    """Bring the database to this version of the program. Raise StoreError."""
    if not store.is_shared:
        _make_private_file(Path(store.engine.url.database or ""))
    with tell_in_our_words(_name_place(store.engine.url)):
        if _bring_up_to_date(store.engine):
            # Also where somebody emptied the old one: then its visits and its audit log are gone.
            _log.warning("database_made")


def _read_url(database: Database) -> URL:
    url = make_url(database.url)
    if database.password_file is None:
        return url
    try:
        return url.set(password=secret.read_private(database.password_file).decode().strip())
    except (OSError, UnicodeDecodeError):
        raise SettingsError(SettingsReason.PRIVATE_FILE_UNREADABLE, str(database.password_file)) from None


def _make_engine(url: URL) -> Engine:
    # hide_parameters: no exception text may carry a value from a row.
    if url.get_backend_name() == "postgresql":
        limits = " ".join(f"-c {name}={value}" for name, value in SERVER_LIMITS.items())
        connect = {**DEAD_LINE, "options": limits}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=connect, **POOL)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": sqlitefile.FILE_SECONDS})
    sqlitefile.prepare_sqlite(engine)
    return engine


def _make_private_file(file: Path) -> None:
    """Make the file for its owner only; SQLite gives its log files the same rights."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = StoreReason.DATABASE_FULL if full else StoreReason.DATABASE_READ_ONLY
        raise StoreError(reason, str(file)) from None


def _name_place(url: URL) -> str:
    """Return the file, or the server's address without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def tell_in_our_words(place: str = "") -> Iterator[None]:
    """Raise StoreError for what the database refuses."""
    try:
        yield
    except (exc.OperationalError, exc.InternalError) as error:
        said = str(error.orig)
        reason = next((reason for words, reason in TOLD_BY if re.search(words, said)), None)
        raise StoreError(reason or StoreReason.DATABASE_UNREACHABLE, place) from None
    except exc.DatabaseError as error:
        if type(error) is not exc.DatabaseError:
            raise
        # SQLite's word for a file that is damaged or no database at all.
        raise StoreError(StoreReason.DATABASE_DAMAGED, place) from None


STEPS = Path(__file__).parent / "migrations" / "versions"
"""A file a step, `v0001_…` the first."""


def _bring_up_to_date(engine: Engine) -> bool:
    """Apply the steps that are missing; return whether there was nothing before."""
    if _is_current(engine):
        return False
    # Loads Alembic, which takes longer than all the rest of a start.
    from kiosk.store.upgrading import upgrade

    return upgrade(engine)


def _is_current(engine: Engine) -> bool:
    """Whether the newest step of this program is the last one that was applied."""
    newest = max(file.name[1:5] for file in STEPS.glob("v????_*.py"))
    with engine.execution_options(**{sqlitefile.READING: True}).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest)
