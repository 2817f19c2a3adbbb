"""Starting and ending the programs of the demo and the tests, so that none is left behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ENDS_WITHIN = 30.0
LOOKS_EVERY = 0.05

Process = subprocess.Popen[bytes]


def start(
    command: Sequence[str | Path],
    log: Path,
    environment: Mapping[str, str] | None = None,
    stdout: int | None = None,
) -> Process:
    """Starts a program in a session of its own, with what it says in the log."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [str(each) for each in command],
            stdin=subprocess.DEVNULL,
            stdout=said if stdout is None else stdout,
            stderr=said,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )


def end(process: Process | None, *, gently: bool = False) -> None:
    """Ends a program and everything in its session; gently lets it tidy up for a few seconds first."""
    if process is None:
        return
    if gently and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDS_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(ENDS_WITHIN)
    if process.stdout is not None:
        process.stdout.close()


def listens(process: Process, port: int, within: float = 60.0) -> bool:
    """Waits until something answers on the port; False when the program ends first or takes too long."""
    give_up_at = time.monotonic() + within
    while time.monotonic() < give_up_at and process.poll() is None:
        if is_taken(port):
            return process.poll() is None
        time.sleep(LOOKS_EVERY)
    return False


def is_taken(port: int) -> bool:
    """Whether a program of this machine listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port of this machine that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parent_if_make() -> int | None:
    """The process this one was started by when that is make: it cannot pass a hard kill on."""
    parent = os.getppid()
    with suppress(OSError):
        if Path(f"/proc/{parent}/comm").read_text().strip() in {"make", "gmake"}:
            return parent
    return None
