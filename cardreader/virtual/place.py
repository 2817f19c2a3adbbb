"""Where a pcscd of one's own can live: in a private mount namespace, or in the machine's /run/pcscd.

Debian's pcscd has the folder /run/pcscd compiled in. In a mount namespace that path leads to a private
folder, so any number of services run side by side; clients find theirs through PCSCLITE_CSOCK_NAME.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol

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
