"""A PC/SC service of one's own with a virtual reader, and where it can live.

Debian's pcscd has the folder /run/pcscd compiled in. In a mount namespace that path leads to a private
folder, so any number of services run side by side; clients find theirs through PCSCLITE_CSOCK_NAME.
Linux only: the type checker, which reads the program for Windows as well, is told so where it matters.
"""

import contextlib
import fcntl
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from cardreader.errors import CardError, CardReason

SYSTEM_FOLDER = Path("/run/pcscd")
SOCKET = "pcscd.comm"
_LISTENING = "0A"
"""The state in /proc/net/tcp."""
_LOCK = Path(tempfile.gettempdir()) / "virtual-reader-service.lock"
# An empty /run with our folder as /run/pcscd, and no USB drivers: a real reader is never taken.
_IN_NAMESPACE = """
mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$1/run" /run/pcscd &&
mount -t tmpfs tmpfs /usr/lib/pcsc/drivers && exec "$2" -f -c "$1/conf"
"""


class Place(Protocol):
    """How one service is started and how its clients find it."""

    @property
    def socket(self) -> Path: ...

    def command(self, pcscd: str) -> list[str]: ...

    def prepare(self) -> None: ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PrivatePlace:
    """A service seen only by those who know its socket. Needs root, or user namespaces."""

    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "run" / SOCKET

    def command(self, pcscd: str) -> list[str]:
        return [*_unshare(), "sh", "-c", _IN_NAMESPACE, "sh", str(self.folder), pcscd]

    def prepare(self) -> None:
        _clear(self.folder / "run")

    def release(self) -> None:
        """Nothing is held."""


class SystemPlace:
    """The machine's own place, one service at a time; others wait for the lock. Needs root."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: TextIOWrapper | None = None

    @property
    def socket(self) -> Path:
        return SYSTEM_FOLDER / SOCKET

    def command(self, pcscd: str) -> list[str]:
        return [pcscd, "-f", "-c", str(self._folder / "conf")]

    def prepare(self) -> None:
        """Wait for our turn and clear away what a dead service left. Raises CardError(VIRTUAL_READER)."""
        if sys.platform == "win32":
            raise NotImplementedError
        if self._lock is None:
            self._lock = _LOCK.open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        if answers(self.socket):
            raise CardError(CardReason.VIRTUAL_READER, detail=f"{self.socket} is in use")
        SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
        _clear(SYSTEM_FOLDER)

    def release(self) -> None:
        if self._lock is not None:
            _clear(SYSTEM_FOLDER)
            self._lock.close()
            self._lock = None


def namespaces_work() -> bool:
    """Whether this process may make a mount namespace and mount in it."""
    probe = [*_unshare(), "mount", "-t", "tmpfs", "tmpfs", "/run"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def answers(path: Path) -> bool:
    """Whether somebody listens on this Unix socket."""
    if sys.platform == "win32":
        raise NotImplementedError
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End one service and wait until it is gone."""
    process.send_signal(how)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def _unshare() -> list[str]:
    if sys.platform == "win32":
        raise NotImplementedError
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]


def _clear(folder: Path) -> None:
    for leftover in folder.glob("pcscd.*"):
        with contextlib.suppress(FileNotFoundError):
            leftover.unlink()


def listens(pid: int, port: int) -> bool:
    """Return whether process `pid` itself has a listening IPv4 socket on `port`; opens no connection."""
    return bool(_listening_sockets(port) & _sockets_of(pid))


def _listening_sockets(port: int) -> set[str]:
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    rows = [line.split() for line in lines]
    return {row[9] for row in rows if row[3] == _LISTENING and int(row[1].split(":")[1], 16) == port}


def _sockets_of(pid: int) -> set[str]:
    found: set[str] = set()
    try:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            target = str(descriptor.readlink())
            if target.startswith("socket:["):
                found.add(target.removeprefix("socket:[").removesuffix("]"))
    except OSError:  # the process has just ended, or closed a file while we looked
        return found
    return found


DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Virtual PCD"
START_SECONDS = 10.0
READER_SECONDS = 2.0
_STARTS = 5
_PORTS = range(20000, 32000, 2)


class VirtualReaderService:
    """One pcscd with the readers `readers[0]` (cards connect to `port`) and `readers[1]` (`port` + 1).

    Use in a `with` block, or start() and stop(); both may be repeated. A client process must have
    `environment` in its own before its first PC/SC call. By default the service is private where the
    system allows it and takes the machine's place (/run/pcscd) where not.
    """

    def __init__(self, port: int | None = None, *, private: bool | None = None) -> None:
        self._fixed_port = port
        self.port = port or 0
        self.readers = (f"{READER} 00 00", f"{READER} 00 01")
        self.private = namespaces_work() if private is None else private
        self._folder: Path | None = None
        self._place: Place | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a client's environment must hold so that it finds this service."""
        return {"PCSCLITE_CSOCK_NAME": str(self._prepared()[1].socket)}

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start the service and wait until it answers. Raises CardError(VIRTUAL_READER)."""
        if self.running:
            return self
        for _ in range(1 if self._fixed_port else _STARTS):
            # A port is kept over a restart, so that cards find their reader again.
            self.port = self.port or random.choice(_PORTS)  # noqa: S311 (no secret)
            if self._try_start():
                return self
            self.kill()
            self.port = self._fixed_port or 0
        raise CardError(CardReason.VIRTUAL_READER, detail=self._log())

    def stop(self) -> None:
        """End the service and remove what it left behind."""
        self._end(signal.SIGTERM)
        if self._place is not None:
            self._place.release()
            self._place = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def kill(self) -> None:
        """End the service at once, as a crash would; start() brings it back in the same place."""
        if sys.platform == "win32":
            raise NotImplementedError
        self._end(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _prepared(self) -> tuple[Path, Place]:
        if self._folder is None:
            # Short, because the path of a socket may have 107 bytes only.
            self._folder = Path(tempfile.mkdtemp(prefix="pcscd-"))
            (self._folder / "run").mkdir()
            (self._folder / "conf").mkdir()
        if self._place is None:
            self._place = PrivatePlace(self._folder) if self.private else SystemPlace(self._folder)
        return self._folder, self._place

    def _try_start(self) -> bool:
        folder, place = self._prepared()
        pcscd = shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if pcscd is None or not DRIVER.exists():
            raise CardError(CardReason.VIRTUAL_READER, detail="pcscd, vsmartcard-vpcd")
        # A copy, because the namespace hides the folder the driver comes from.
        shutil.copy(DRIVER, folder / DRIVER.name)
        (folder / "conf" / "vpcd").write_text(_reader_config(folder / DRIVER.name, self.port))
        place.prepare()
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                place.command(pcscd), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self._wait_until_ready(self._process, place)

    def _wait_until_ready(self, process: subprocess.Popen[bytes], place: Place) -> bool:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and process.poll() is None:
            if all(listens(process.pid, port) for port in (self.port, self.port + 1)):
                return True
            if answers(place.socket):
                # The readers come moments after the socket; when they do not, the port is taken.
                give_up = min(give_up, time.monotonic() + READER_SECONDS)
            time.sleep(0.02)
        return False

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process, how)

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            return (self._prepared()[0] / "log").read_text(errors="replace").strip()[-300:]
        return ""


def _reader_config(driver: Path, port: int) -> str:
    return f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {driver}\nCHANNELID 0x{port:X}\n'
