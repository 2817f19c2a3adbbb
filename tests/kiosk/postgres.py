"""A PostgreSQL of the tests' own: in a temporary folder, on a free port of this machine, as a user that is not root."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from kiosk.store.database import SERVER_LIMITS

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
QUICK = "fsync=off\nfull_page_writes=off\nsynchronous_commit=off\nshared_buffers=16MB\nmax_connections=60\n"
USER = "kiosk"
ENOUGH_MEMORY = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class PostgresServer:
    folder: Path
    port: int
    password: str

    @property
    def process(self) -> int | None:
        """The process that started all others of the server; None once it is gone."""
        try:
            process = int((self.folder / "data/postmaster.pid").read_text().splitlines()[0])
            os.kill(process, 0)
        except (FileNotFoundError, ProcessLookupError):
            return None
        return process

    def url(self, database: str) -> str:
        """A SQLAlchemy URL without the password."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def run(self, *command: str) -> str:
        """Runs one of PostgreSQL's own programs against this server."""
        found = subprocess.run(
            [PROGRAMS[-1] / command[0], "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, *command[1:]],
            env={**os.environ, "PGPASSWORD": self.password, "LC_ALL": "C.UTF-8"},
            check=True,
            capture_output=True,
            timeout=60,
        )
        return found.stdout.decode("utf-8")

    @contextmanager
    def new_database(self, more: str = "") -> Iterator[str]:
        """The name of an empty database that is dropped afterwards."""
        name = f"desk_{secrets.token_hex(6)}"
        self.administer(f'CREATE DATABASE "{name}" {more}')
        try:
            yield name
        finally:
            self.administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def start(self) -> None:
        """Let it run, from the beginning or after `kill`."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        _as(_owner(), "pg_ctl", "start", "-w", "-o", options, "-l", f"{self.folder}/log", *_data(self.folder))

    def kill(self) -> None:
        """End it as a power cut does."""
        _as(_owner(), "pg_ctl", "stop", "-w", "-m", "immediate", *_data(self.folder))

    def administer(self, statement: str) -> None:
        """Runs one statement outside of a transaction."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=self.password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres(settings: str = QUICK, copy_of: PostgresServer | None = None) -> Iterator[PostgresServer]:
    """Starts a server and stops it again; nothing of it is left behind. A copy follows the server it was made from."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-", dir=_quick_place()))
    owner = _owner()
    server = PostgresServer(folder, _free_port(), copy_of.password if copy_of else secrets.token_hex(16))
    try:
        (folder / "password").write_text(server.password)
        for path in (folder, folder / "password"):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        if copy_of:
            source = f"host=127.0.0.1 port={copy_of.port} user={USER} password={copy_of.password}"
            _as(owner, "pg_basebackup", "-R", "-c", "fast", "-d", source, *_data(folder))
        else:
            _as(
                owner,
                "initdb",
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                f"{folder}/password",
                *_data(folder),
            )
            (folder / "data/postgresql.auto.conf").write_text(settings)
        server.start()
        try:
            with pytest.MonkeyPatch.context() as patch:
                # Three tests at a time on two cores: one may well stand still for a second. The desk that is frozen on
                # purpose is a program of its own, with the limits of a town hall.
                patch.setitem(SERVER_LIMITS, "idle_in_transaction_session_timeout", "30s")
                yield server
        finally:
            if server.process is not None:
                server.kill()
    finally:
        shutil.rmtree(folder)


def _quick_place() -> Path | None:
    """Memory, where there is enough: a new database is a copy of 7 MB, and its end waits until all is on the disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH_MEMORY else None


def _owner() -> pwd.struct_passwd:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _data(folder: Path) -> tuple[str, str]:
    return ("-D", f"{folder}/data")


def _as(owner: pwd.struct_passwd, program: str, *arguments: str) -> None:
    is_root = os.geteuid() == 0
    subprocess.run(
        [PROGRAMS[-1] / program, *arguments],
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
        user=owner.pw_uid if is_root else None,
        group=owner.pw_gid if is_root else None,
        extra_groups=[] if is_root else None,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
