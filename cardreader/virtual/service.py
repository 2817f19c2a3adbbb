"""A PC/SC service of one's own with a virtual reader, for tests, demo and training."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from cardreader.errors import CardError, CardReason
from cardreader.virtual.place import (
    Place,
    PrivatePlace,
    SystemPlace,
    answers,
    end,
    listens,
    namespaces_work,
)

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
