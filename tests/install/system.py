"""A bare Debian, booted with its own systemd in a container without any network: what a town's new PC is."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = "systemd,systemd-sysv,dbus,ca-certificates,polkitd,libnss-systemd"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class System:
    """A running system; `leader` is its first process."""

    folder: Path
    leader: int

    def run(self, *words: str, check: bool = True) -> str:
        """Return what the command says inside; with `check` it must end well."""
        command = ["nsenter", "-t", str(self.leader), "-a", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *words]  # fmt: skip
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert not check or ended.returncode == 0, f"{words}: {ended.stdout}{ended.stderr}"
        return (ended.stdout + ended.stderr).strip()

    def state(self, unit: str) -> str:
        return self.run("systemctl", "is-active", unit, check=False)

    def wait_for(self, port: int, path: str = "/") -> int:
        """Return the status of the page as soon as there is one."""
        asking = (
            "import urllib.request as u, urllib.error as e\n"
            f"try: print(u.urlopen('http://127.0.0.1:{port}{path}', timeout=5).status)\n"
            "except e.HTTPError as no: print(no.code)\n"
        )
        python = self.run("sh", "-c", "ls /usr/bin/python3.*[0-9] | head -1")
        for _ in range(30):
            answer = self.run(python, "-c", asking, check=False)
            if answer.isdigit():
                return int(answer)
            time.sleep(1)
        raise AssertionError(answer)

    def put(self, file: str, text: str) -> None:
        (self.folder / file.lstrip("/")).write_text(text, "utf-8")


def make_base(release: str, cache: Path) -> Path:
    """Return a tar of the smallest system of this release that boots, made once."""
    tar = cache / f"base-{release}.tar"
    if not tar.exists():
        cache.mkdir(parents=True, exist_ok=True)
        beside = tar.with_suffix(".part")
        command = [
            "mmdebstrap",
            "--quiet",
            "--format=tar",
            "--variant=minbase",
            f"--include={BASE}",
            release,
            str(beside),
        ]
        subprocess.run(command, check=True)
        beside.rename(tar)
    return tar


def unpack(tar: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-C", folder, "-xf", tar], check=True)
    return folder


def inside(folder: Path, *words: str, bind: tuple[str, ...] = ()) -> None:
    """Run one command in the system without booting it, with this machine's network."""
    binds = [f"--bind={each}" for each in bind]
    command = ["systemd-nspawn", "-q", "-D", str(folder), "--register=no", "--keep-unit", *binds, "--", *words]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


@contextmanager
def booted(folder: Path, *binds: str) -> Iterator[System]:
    """Boot the system with the interface `lo` alone; it is switched off at the end."""
    shutil.rmtree(folder / "var/log/journal", ignore_errors=True)
    command = ["systemd-nspawn", "-q", "-D", str(folder), "--register=no", "--keep-unit", "--private-network",
        "--resolv-conf=off", *(f"--bind-ro={each}" for each in binds), "-b"]  # fmt: skip
    outer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        system = _running(folder, outer.pid)
        yield system
        system.run("systemctl", "poweroff", check=False)
        outer.wait(PATIENCE)
    finally:
        if outer.poll() is None:
            outer.terminate()
            outer.wait(PATIENCE)


def _running(folder: Path, outer: int) -> System:
    """Return the system once it is up. The first process is asked for anew each time: a helper stands there before."""
    for _ in range(int(PATIENCE)):
        found = subprocess.run(
            ["pgrep", "-P", str(outer)], capture_output=True, text=True, check=False
        ).stdout.split()
        system = System(folder, int(found[0])) if found else None
        if system and system.run("systemctl", "is-system-running", check=False) in ("running", "degraded"):
            return system
        time.sleep(1)
    raise AssertionError("the system does not come up")
