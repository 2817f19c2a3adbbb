"""A PC/SC service of one's own with a virtual reader, for tests, demo and training.

Debian's pcscd always uses /run/pcscd. To run beside the machine's own service (and beside other
test workers) it gets a mount namespace in which that folder is a private one; clients find it
through PCSCLITE_CSOCK_NAME. USB drivers are hidden from it, so it never takes a real reader.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from cardreader.reasons import CardError, CardReason
from cardreader.virtual.ports import listens

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Virtual PCD"
START_SECONDS = 10.0
_STARTS = 5
_PORTS = range(20000, 32000, 2)
# In the new namespace: an empty /run with our folder as /run/pcscd, no USB drivers, then the service.
_IN_NAMESPACE = """
mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$1/run" /run/pcscd &&
mount -t tmpfs tmpfs /usr/lib/pcsc/drivers && exec "$2" -f -c "$1/conf"
"""


class VirtualReaderService:
    """One private pcscd with the readers `readers[0]` (on `port`) and `readers[1]` (on `port` + 1).

    Use in a `with` block, or start() and stop(); both may be repeated. Clients need `environment`
    before their first PC/SC call. Needs root, or user namespaces.
    """

    def __init__(self, port: int | None = None) -> None:
        self._fixed_port = port
        self.port = port or 0
        self.readers = (f"{READER} 00 00", f"{READER} 00 01")
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a client's environment must hold so that it finds this service."""
        return {"PCSCLITE_CSOCK_NAME": str(self._prepared_folder() / "run" / "pcscd.comm")}

    def start(self) -> Self:
        """Start the service and wait until it answers. Raises CardError(VIRTUAL_READER)."""
        for _ in range(_STARTS):
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
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def kill(self) -> None:
        """End the service at once, as a crash would; start() brings it back in the same place."""
        self._end(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _prepared_folder(self) -> Path:
        if self._folder is None:
            # Short, because a socket's path may have 107 bytes only.
            self._folder = Path(tempfile.mkdtemp(prefix="pcscd-"))
            (self._folder / "run").mkdir()
            (self._folder / "conf").mkdir()
        return self._folder

    def _try_start(self) -> bool:
        folder = self._prepared_folder()
        pcscd = shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if pcscd is None or not DRIVER.exists():
            raise CardError(CardReason.VIRTUAL_READER, detail="pcscd, vsmartcard-vpcd")
        shutil.copy(DRIVER, folder / DRIVER.name)
        (folder / "conf" / "vpcd").write_text(_reader_config(folder / DRIVER.name, self.port))
        for leftover in (folder / "run").iterdir():
            leftover.unlink()
        namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*namespace, "sh", "-c", _IN_NAMESPACE, "sh", str(folder), pcscd],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> bool:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and process.poll() is None:
            ports = all(listens(process.pid, port) for port in (self.port, self.port + 1))
            if ports and _answers(self._prepared_folder() / "run" / "pcscd.comm"):
                return True
            time.sleep(0.02)
        return False

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            return (self._prepared_folder() / "log").read_text(errors="replace").strip()[-300:]
        return ""


def _reader_config(driver: Path, port: int) -> str:
    return f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {driver}\nCHANNELID 0x{port:X}\n'


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
