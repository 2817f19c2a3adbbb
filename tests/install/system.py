"""A bare system, booted with its own systemd in a container without any network: what a town's new PC is."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 180.0
CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class System:
    """A running system; `leader` is its first process."""

    folder: Path
    leader: int

    def run(self, *words: str, check: bool = True) -> str:
        """Return what the command says inside; with `check` it must end well."""
        command = ["nsenter", "-t", str(self.leader), "-a", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *words]  # fmt: skip
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
        assert not check or ended.returncode == 0, f"{words}: {ended.stdout}{ended.stderr}"
        return (ended.stdout + ended.stderr).strip()

    def shell(self, script: str, check: bool = True) -> str:
        return self.run("sh", "-c", script, check=check)

    def python(self, *words: str, check: bool = True) -> str:
        """Run the system's own Python, whatever its version."""
        return self.run(self.shell("ls /usr/bin/python3.*[0-9] | head -1"), *words, check=check)

    def state(self, unit: str) -> str:
        return self.run("systemctl", "is-active", unit, check=False)

    def wait_for(self, port: int, path: str = "/", host: str = "127.0.0.1") -> int:
        """Return the status of the page as soon as there is one."""
        asking = (
            "import urllib.request as u, urllib.error as e\n"
            f"try: print(u.urlopen('http://{host}:{port}{path}', timeout=5).status)\n"
            "except e.HTTPError as no: print(no.code)\n"
        )
        for _ in range(180):
            answer = self.python("-c", asking, check=False)
            if answer.isdigit():
                return int(answer)
            time.sleep(1)
        raise AssertionError(answer)

    def put(self, file: str, text: str) -> None:
        (self.folder / file.lstrip("/")).write_text(text, "utf-8")


IN_GROUP = (
    "sh",
    "-c",
    f"for each in {CGROUPS}/systemd {CGROUPS}/unified; do mkdir $each/$1; echo $$ > $each/$1/cgroup.procs; done; "
    'shift; exec "$@"',
    "sh",
)
"""Two systems that run at once need control groups of their own, or the units of one are those of the other."""


@contextmanager
def booted(folder: Path, *binds: str) -> Iterator[System]:
    """Boot the system with the interface `lo` alone; it is switched off at the end."""
    shutil.rmtree(folder / "var/log/journal", ignore_errors=True)
    group = f"booted-{secrets.token_hex(4)}"
    command = [*IN_GROUP, group, "systemd-nspawn", "-q", "-D", str(folder), "--register=no", "--keep-unit", "--private-network",
        "--resolv-conf=off", "--timezone=off", *(f"--bind-ro={each}" for each in binds), "-b"]  # fmt: skip
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
        for place in reversed(sorted(CGROUPS.glob(f"*/{group}/**/"))):
            place.rmdir()


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


def wait_until(is_so: Callable[[], bool], seconds: float = 400.0) -> float:
    """Return after how many seconds it was so."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, is_so
        time.sleep(1)
    return time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Network:
    """The office's network: a switch in a namespace of its own, gone with the process that holds it."""

    holder: int

    def plug(self, system: System, address: str) -> None:
        """Let the system have this address from now on, until it is switched off."""
        port, leader = f"port{system.leader}", str(system.leader)
        lines = (
            (self.holder, f"link add name {port} type veth peer name host0 netns {leader}"),
            (self.holder, f"link set {port} master office up"),
            (system.leader, f"address add {address}/24 dev host0"),
            (system.leader, "link set host0 up"),
        )
        for process, line in lines:
            subprocess.run(["nsenter", "-t", str(process), "-n", "ip", *line.split()], check=True)


@contextmanager
def office_network() -> Iterator[Network]:
    """A switch with nothing plugged in, and no way out of it."""
    holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    try:
        time.sleep(0.5)
        for line in ("link add name office type bridge", "link set office up"):
            subprocess.run(["nsenter", "-t", str(holder.pid), "-n", "ip", *line.split()], check=True)
        yield Network(holder.pid)
    finally:
        holder.terminate()
        holder.wait(PATIENCE)


@dataclass
class Pc:
    """A PC of the office, which is switched on and off."""

    folder: Path
    address: str
    network: Network
    binds: tuple[str, ...] = ()
    power: ExitStack = field(default_factory=ExitStack)

    def on(self) -> System:
        system = self.power.enter_context(booted(self.folder, *self.binds))
        self.network.plug(system, self.address)
        return system

    def off(self) -> None:
        self.power.close()
