"""The database is brought to this version at every start, by any number of desks."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text

from kiosk.settings import Database, DeskMode, SettingsError, SettingsReason
from kiosk.staff import list_staff
from kiosk.store import Calls, NewVisit, Store, StoreError, StoreReason, WayIn, open_store, open_visit, open_visits
from kiosk.store.tables import Base
from tests.kiosk.store.conftest import Place

BY_HAND = ("counter-1", "A", DeskMode.COUNTER, WayIn.HAND)


@pytest.fixture
def is_shaped() -> bool:
    return False


def test_it_works_and_a_second_start_keeps_everything(place: Place) -> None:
    first = open_store(place.database)
    visit = open_visit(first, NewVisit(*BY_HAND))
    first.close()
    second = open_store(place.database)
    assert open_visits(second) == (visit,)
    second.close()


def test_desks_may_start_at_once(place: Place) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: open_store(place.database), range(6)))
    for store in stores:
        open_visit(store, NewVisit(*BY_HAND))
    assert len(open_visits(stores[0])) == 6
    for store in stores:
        store.close()


def test_the_steps_lead_to_the_tables_the_program_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_what_an_older_program_kept_is_still_there_after_the_upgrade(place: Place) -> None:
    _as_of_the_first_program(place.database)
    store = open_store(place.database)
    roles = {each.name: each.role_words for each in list_staff(store)}
    assert roles == {"sato": "職員", "boss": "職員・出納・所属長・管理者"}, "what they could do they still can"
    assert open_visits(store) == ()
    Calls(store, {"lobby-1"}).call("lobby-1")
    store.close()


def test_a_database_of_a_newer_program_is_left_alone(place: Place, store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.execute(text("UPDATE installation SET oldest_program = '9998'"))
    with pytest.raises(StoreError) as caught:
        open_store(place.database)
    assert caught.value.reason is StoreReason.DATABASE_TOO_NEW


def test_a_database_of_the_next_program_is_worked_with_while_desks_are_upgraded_one_by_one(
    place: Place, store: Store
) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    older = open_store(place.database)
    visit = open_visit(older, NewVisit(*BY_HAND))
    assert open_visits(older) == (visit,)
    with older.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    older.close()


@pytest.mark.parametrize(
    ("url", "reason", "place"),
    [
        ("sqlite:////proc/nothing/desk.sqlite", StoreReason.DATABASE_READ_ONLY, "/proc/nothing/desk.sqlite"),
        ("postgresql+psycopg://kiosk@127.0.0.1:1/desk", StoreReason.DATABASE_UNREACHABLE, "127.0.0.1:1/desk"),
    ],
)
def test_a_database_that_is_not_there_is_a_clear_refusal(url: str, reason: StoreReason, place: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(Database(url, None, 12))
    assert caught.value.reason is reason
    assert place in caught.value.sentence


def test_a_password_file_that_is_missing_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "password"
    with pytest.raises(SettingsError, match=str(missing)) as caught:
        open_store(Database("postgresql+psycopg://kiosk@127.0.0.1:1/desk", missing, 12))
    assert caught.value.reason is SettingsReason.PRIVATE_FILE_UNREADABLE


def test_a_database_that_was_emptied_is_one_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "desk.sqlite"
    database = Database(f"sqlite:///{file}", None, 12)
    for emptied in (False, True):
        first = open_store(database)
        first.close()
        made = [record.message for record in caplog.records if record.name == "kiosk.store"]
        assert made == ["database_made"] * (1 + emptied)
        open_store(database).close()
        file.write_bytes(b"")


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("PRAGMA max_page_count = 1", StoreReason.DATABASE_FULL),
        ("PRAGMA query_only = ON", StoreReason.DATABASE_READ_ONLY),
    ],
)
def test_a_full_disk_and_a_file_without_rights_are_told_as_that(
    tmp_path: Path, limit: str, reason: StoreReason
) -> None:
    store = open_store(Database(f"sqlite:///{tmp_path}/desk.sqlite", None, 12))
    with pytest.raises(StoreError) as caught:
        _fill(store, limit)
    store.close()
    assert caught.value.reason is reason


def test_a_file_that_is_no_database_is_a_clear_refusal(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError) as caught:
        open_store(Database(f"sqlite:///{file}", None, 12))
    assert caught.value.reason is StoreReason.DATABASE_DAMAGED


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    store = open_store(Database(f"sqlite:///{tmp_path}/var/desk.sqlite", None, 12))
    open_visit(store, NewVisit(*BY_HAND))
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "var").iterdir()}
    store.close()
    assert set(modes) >= {"desk.sqlite", "desk.sqlite-wal"}
    assert set(modes.values()) == {0o600}


def _fill(store: Store, limit: str) -> None:
    """Writes more than `limit` allows; SQLite says the same as to a full disk and a read-only file."""
    with store.writing() as session:
        session.execute(text(limit))
        session.execute(text("CREATE TABLE more AS SELECT randomblob(1000000)"))


def _as_of_the_first_program(database: Database) -> None:
    """Its tables, with two accounts."""
    config = Config()
    config.set_main_option("script_location", "kiosk.store:migrations")
    url = make_url(database.url)
    if database.password_file is not None:
        url = url.set(password=database.password_file.read_text().strip())
    elif url.database:
        Path(url.database).parent.mkdir(parents=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO staff (name, password_hash, role, disabled, failed_sign_ins, session_mark, added_at)"
                " VALUES ('sato', 'x', 'clerk', false, 0, 0, '2026-11-01 00:00:00.000000'),"
                " ('boss', 'x', 'admin', false, 0, 0, '2026-11-01 00:00:00.000000')"
            )
        )
    engine.dispose()
