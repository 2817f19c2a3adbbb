"""A PC that never had a network becomes a lobby by one command from the stick, and prints its test page.

`make test-install` runs it after `booted.py`. How long each part takes goes to `times-RELEASE.txt` beside the packages.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.install.booted import CACHE, CODE, DEBS, RELEASE, base
from tests.install.firstpage import PRINTER, WALK
from tests.install.system import System, booted, wait_until
from tools.baresystem import unpack

pytestmark = pytest.mark.timeout(3600)
ROOT = Path(__file__).parents[2]
TIMES = CACHE / f"times-{RELEASE}.txt"
PORT_OF_LOBBY = ":1F42"  # 8002, as the kernel lists it
SHOW = "/usr/lib/madoguchi/show-lobby"
SCREEN = ("--uid=madoguchi-screen", "-pRuntimeDirectory=madoguchi-screen", "-EXDG_RUNTIME_DIR=/run/madoguchi-screen",
    "-EHOME=/run/madoguchi-screen", "-EWLR_BACKENDS=headless", "-EWLR_RENDERER=pixman")  # fmt: skip
START_PRINTER = (
    "import subprocess, sys; "
    "subprocess.run(['systemd-run', '--unit=printer', '--collect', sys.executable, '/root/printer.py'], check=True)"
)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stick") / "usb"
    (CACHE / "usb-cache").mkdir(exist_ok=True)
    with suppress(FileExistsError):
        os.link(base(), CACHE / "usb-cache" / f"{RELEASE}.tar")
    command = [sys.executable, "-m", "tools.usb", "--debs", DEBS, "--release", RELEASE, "--out", out,
        "--key", CACHE / "usb-key", "--cache", CACHE / "usb-cache"]  # fmt: skip
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT)
    return out


@pytest.fixture(scope="module")
def system(stick: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = unpack(base(), tmp_path_factory.mktemp("machine") / "system")
    false = tmp_path_factory.mktemp("false") / "usb"
    subprocess.run(["cp", "-al", stick, false], check=True)
    index = next(false.glob("repo/dists/*/main/binary-amd64/Packages"))
    text = index.read_text("utf-8")
    index.unlink()  # the other stick has the same file
    index.write_text(text.replace("madoguchi-desk", "madoguchi-disk", 1), "utf-8")
    with booted(folder, f"{stick}:/media/usb", f"{false}:/media/false") as running:
        yield running


def test_a_stick_that_somebody_has_changed_is_refused(system: System) -> None:
    said = system.run("sh", "/media/false/install", "lobby", check=False)
    assert "Hash" in said or "size" in said, said
    assert system.run("sh", "-c", "dpkg-query -W madoguchi 2>/dev/null || true") == ""


def test_it_works_from_the_stick_to_the_printed_test_page(system: System) -> None:
    assert system.run("ls", "/sys/class/net") == "lo"
    began = time.monotonic()
    said = system.run("sh", "/media/usb/install", "lobby")
    installed = time.monotonic()
    code = CODE.findall(said)[-1]
    system.put("/root/printer.py", PRINTER)
    system.put("/root/walk.py", WALK)
    system.python("-c", START_PRINTER)
    assert system.wait_for(6310, "/ready") == 200
    lines = system.python("/root/walk.py", code, "ipp://127.0.0.1:6310/ipp/print", "both").splitlines()
    assert lines[-1] == "設定が終わりました"
    printed, done = (float(line.split()[1]) for line in lines if line.startswith(("printed", "done")))
    assert system.run("sh", "-c", "ls /run/printed | wc -l") == "2", "the test page and the recovery sheet"
    assert system.run("head", "-c", "5", "/run/printed/1.pdf") == "%PDF-"
    minutes = f"install {installed - began:.0f} s, test page after {installed - began + printed:.0f} s, "
    TIMES.write_text(f"{minutes}all done after {installed - began + done:.0f} s\n", "utf-8")
    assert system.wait_for(8001) == 200
    assert system.wait_for(8002) == 200
    for unit in ("madoguchi-counter", "madoguchi-lobby", "madoguchi-screen"):
        assert system.run("systemctl", "is-enabled", unit) == "enabled"


def test_the_lobby_fills_a_screen(system: System) -> None:
    """Here it is one that nobody sees: the unit wants the PC's own."""
    system.run("systemctl", "stop", "madoguchi-screen", "madoguchi-setup-screen")
    system.run("systemd-run", "--unit=screen", "--collect", *SCREEN, "/usr/bin/cage", "-d", "--", SHOW)
    took = wait_until(lambda: count_watching(system) > 0)
    with TIMES.open("a", encoding="utf-8") as file:
        file.write(f"the lobby on its screen after {took:.0f} s\n")
    assert system.state("screen") == "active"
    system.run("systemctl", "stop", "screen")


def count_watching(system: System) -> int:
    """How many connections the lobby has: a page keeps one for what is new."""
    lines = [line.split() for line in system.run("cat", "/proc/net/tcp").splitlines()]
    return sum(line[1].endswith(PORT_OF_LOBBY) and line[3] == "01" for line in lines)


def test_the_same_command_again_changes_nothing(system: System) -> None:
    system.run("sh", "/media/usb/install", "lobby")
    assert system.wait_for(8002) == 200


def test_another_system_is_told_what_the_stick_is_for(system: System) -> None:
    system.run("sed", "-i", "s/^VERSION_CODENAME=.*/VERSION_CODENAME=sid/", "/usr/lib/os-release")
    said = system.run("sh", "/media/usb/install", "lobby", check=False)
    assert f"入っているもの: {RELEASE}" in said
