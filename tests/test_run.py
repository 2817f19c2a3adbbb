"""`make run` starts the whole demo, says where everything is, and leaves nothing running when it is stopped."""

import random
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printing.ipp import PrintCode, check_printer
from tests.sweep import swept
from tools.demo_town import PORT, ROOT
from tools.processes import is_taken

pytestmark = [pytest.mark.printer, pytest.mark.card, pytest.mark.xdist_group("demo")]
SHIPPED_PORTS = sorted({int(port) for port in PORT.findall((ROOT / "config" / "town.toml").read_text("utf-8"))})


@pytest.fixture
def shift() -> int:
    """A shift that leads to four free ports."""
    tries = (random.randrange(2_000, 50_000) for _ in range(100))
    return next(each for each in tries if not any(is_taken(port + each) for port in SHIPPED_PORTS))


@contextmanager
def running(folder: Path, shift: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tools.run", "--folder", str(folder), "--shift", str(shift)]
    demo = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    watchdog = threading.Timer(100, demo.kill)
    watchdog.start()
    try:
        yield demo
    finally:
        watchdog.cancel()
        if demo.poll() is None:
            demo.terminate()
        demo.communicate(timeout=60)


def read_until(demo: subprocess.Popen[str], word: str) -> str:
    """What the demo says, up to the line with the word."""
    assert demo.stdout is not None
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if word in line:
            break
    return "".join(lines)


def descendants(pid: int) -> set[int]:
    """The process, its children, theirs and so on."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


@swept(2, lambda case: False)
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_works_and_stops_completely(tmp_path: Path, shift: int, how: signal.Signals) -> None:
    with running(tmp_path, shift) as demo:
        said = read_until(demo, "記録")
        addresses = re.findall(r"http://127\.0\.0\.1:\d+/", said)
        assert len(addresses) == 3, said
        for address in addresses:
            with urllib.request.urlopen(address, timeout=20) as answer:
                assert answer.status == 200
        assert check_printer(f"ipp://127.0.0.1:{SHIPPED_PORTS[-1] + shift}/ipp/print").code == PrintCode.READY
        assert re.search(r"職員 demo +パスワード \S{8,}", said)
        everything = descendants(demo.pid)
        assert len(everything) > 5
        demo.send_signal(how)
        assert demo.wait(30) == 0
    assert [pid for pid in everything if Path(f"/proc/{pid}").exists()] == []
    assert not any(is_taken(port + shift) for port in SHIPPED_PORTS)


def test_a_taken_port_is_named(tmp_path: Path, shift: int) -> None:
    port = SHIPPED_PORTS[1] + shift
    with socket.create_server(("127.0.0.1", port)), running(tmp_path, shift) as demo:
        said = read_until(demo, "ポート")
        assert demo.wait(30) == 1
    assert str(port) in said
    assert not (tmp_path / "logs").exists()
