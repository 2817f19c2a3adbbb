"""`[prefill]`, `[database]`, `[keys]` and `[paper]`."""

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from forms.tomlfile import Table
from kiosk.settings import checks
from kiosk.settings.sections import Database, Keys, Paper, PaperCode, PaperCover, Prefill

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
DATABASE_EXAMPLES = "sqlite:///ファイル か postgresql://名前@ホスト/データベース（パスワードは password_file に）"


def read_prefill(table: Table) -> Prefill:
    port = checks.port(table, "port", 8000)
    prefill = Prefill(
        host=checks.host(table, "host", "127.0.0.1"),
        port=port,
        public_url=_public_url(table, f"http://127.0.0.1:{port}"),
        ticket_valid_days=table.integer("ticket_valid_days", 14, least=1, most=60),
        cookie_secret_file=checks.path(table, "cookie_secret_file", "../var/secrets/prefill-cookie"),
    )
    table.finish()
    return prefill


def read_database(table: Table) -> Database:
    database = Database(
        url=_database_url(table),
        password_file=checks.optional_path(table, "password_file"),
        retention_hours=table.integer("retention_hours", 12, least=1, most=72),
    )
    table.finish()
    return database


def read_keys(table: Table) -> Keys:
    keys = Keys(
        folder=checks.path(table, "folder", "../var/keys"),
        public_file=checks.path(table, "public_file", "../var/keys/public.toml"),
    )
    table.finish()
    return keys


def read_paper(table: Table) -> Paper:
    paper = Paper(
        code=table.choice("code", PaperCode, PaperCode.NONE),
        cover=table.choice("cover", PaperCover, PaperCover.SEVERAL),
        key_folder=checks.path(table, "key_folder", "../var/office-keys"),
        public_file=checks.path(table, "public_file", "../var/office-keys/public.toml"),
    )
    table.finish()
    return paper


def _public_url(table: Table, default: str) -> str:
    url = checks.words(table, "public_url", default)
    parts = checks.address(table, "public_url", url, ("https", "http"))
    if parts.scheme == "http" and parts.hostname not in checks.LOOPBACK:
        table.wrong_type("public_url", "https:// で始まるアドレス（http:// はこのPCの中だけ）")
    return url.rstrip("/")


def _database_url(table: Table) -> str:
    given = checks.words(table, "url", "sqlite:///../var/desk.sqlite")
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.password is not None or url.query:
        table.wrong_type("url", DATABASE_EXAMPLES)
    elif url.drivername == SQLITE and url.database and url.database != ":memory:" and url.host is None:
        return _sqlite(table, url.database).render_as_string()
    elif url.drivername == POSTGRESQL and url.host and url.database:
        return url.set(drivername="postgresql+psycopg").render_as_string()
    else:
        table.wrong_type("url", DATABASE_EXAMPLES)
    return given


def _sqlite(table: Table, name: str) -> URL:
    file = Path(os.path.normpath(table.file.absolute().parent / name))
    return URL.create(SQLITE, database=str(file))
