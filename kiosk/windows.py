"""What Windows does in another way: who may open a folder, and what a serial port is called."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from serial.tools.list_ports import comports

TRUSTED = (r"NT AUTHORITY\SYSTEM", r"BUILTIN\Administrators", "CREATOR OWNER", "NT SERVICE\\")
"""Who may open the town's keys; the last ends in any name, for the service that runs the desk."""

PROTECT_ADVICE = r"管理者のコマンドプロンプトで C:\Program Files\Madoguchi\protect.cmd を実行してください。"


def find_strangers(folder: Path) -> tuple[str, ...]:
    """Return the accounts that may open the folder and should not. None where the file mode says it all."""
    if os.name != "nt":
        return ()
    return read_strangers(
        subprocess.run(["icacls", folder], capture_output=True, text=True, check=True).stdout, folder
    )


def read_strangers(said: str, folder: Path) -> tuple[str, ...]:
    """Return them from what `icacls FOLDER` says: a line an account, `NAME:(rights)`, the first behind the folder."""
    lines = (line.removeprefix(str(folder)).strip() for line in said.splitlines())
    names = (line.split(":(")[0] for line in lines if ":(" in line)
    return tuple(dict.fromkeys(name for name in names if not is_trusted(name)))


def is_trusted(name: str) -> bool:
    """Return whether this account may open the town's keys."""
    return any(name == one or (one.endswith("\\") and name.startswith(one)) for one in TRUSTED)


def has_port(port: str) -> bool:
    """Return whether the serial port is there: a file, or a name that Windows lists."""
    return Path(port).exists() or is_listed(port, (found.device for found in comports()))


def is_listed(port: str, listed: Iterable[str]) -> bool:
    r"""Return whether the port stands in the list, however it is written (com3, \\.\COM12)."""
    return port.upper().removeprefix("\\\\.\\") in {name.upper() for name in listed}
