"""Whether a given process listens on a TCP port (Linux, /proc)."""

from pathlib import Path

_LISTENING = "0A"


def listens(pid: int, port: int) -> bool:
    """True when process `pid` itself has a listening IPv4 socket on `port`; opens no connection."""
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
