"""Everything the demo keeps: the shipped town, keys, database and one member of staff, all in one folder."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.settings import DeskMode, Settings, load_settings
from tools import processes

ROOT = Path(__file__).parent.parent
PERSON = str(ROOT / "cardreader" / "virtual" / "persons" / "yoshida.toml")
STAFF = "demo"
PORT = re.compile(r"(?<=^port = )\d+|(?<=127\.0\.0\.1:)\d+", re.MULTILINE)


class DemoError(RuntimeError):
    """The demo cannot run; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A prepared demo: `ports` are those of prefill, counter, lobby and printer."""

    folder: Path
    ports: dict[str, int]
    staff: str
    password: str
    person: str
    pin: str

    @property
    def kiosk(self) -> Path:
        """The `kiosk` command of this Python."""
        return Path(sys.executable).parent / "kiosk"

    @property
    def environment(self) -> dict[str, str]:
        """Where the programs find this demo's town."""
        return {"KIOSK_CONFIG": str(self.folder / "config"), "PYTHONUNBUFFERED": "1"}

    def log(self, name: str) -> Path:
        """What one of the programs says."""
        return self.folder / "logs" / f"{name}.log"


def prepare(folder: Path, shift: int = 0) -> Demo:
    """Copies the shipped town, moves its ports, and makes keys and a staff login where there are none.

    Raises:
        DemoError: a port is taken, or one of the `kiosk` commands failed.
    """
    shutil.copytree(ROOT / "config", folder / "config", dirs_exist_ok=True)
    town = folder / "config" / "town.toml"
    town.write_text(PORT.sub(lambda port: str(int(port[0]) + shift), town.read_text("utf-8")), "utf-8")
    settings = load_settings(folder / "config")
    ports = _ports(settings)
    _refuse_taken(ports)
    shutil.rmtree(folder / "logs", ignore_errors=True)
    (folder / "logs").mkdir()
    card = tomllib.loads(Path(PERSON).read_text("utf-8"))
    demo = Demo(folder, ports, STAFF, _password(folder), str(card["name"]), str(card["pin"]))
    if not settings.keys.public_file.exists():
        _kiosk(demo, ["keys", "new"])
    _add_staff(demo)
    return demo


def _ports(settings: Settings) -> dict[str, int]:
    desks = {mode: settings.desk(mode) for mode in DeskMode}
    printer = urlsplit(desks[DeskMode.COUNTER].printer_uri or "").port
    servers = {"prefill": settings.prefill.port} | {mode.value: desk.port for mode, desk in desks.items()}
    return servers | {"printer": printer or 0}


def _refuse_taken(ports: dict[str, int]) -> None:
    taken = [f"{port}（{name}）" for name, port in ports.items() if processes.is_taken(port)]
    if taken:
        raise DemoError(
            f"ポート {'、'.join(taken)} はほかのプログラムが使っています。"
            "それを止めるか、.venv/bin/python -m tools.run --shift 100 のように番号をずらしてください。"
        )


def _password(folder: Path) -> str:
    """The same at every start of one demo, another on every machine."""
    kept = folder / "staff-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(6), "ascii")
    return kept.read_text("ascii").strip()


def _add_staff(demo: Demo) -> None:
    done = demo.folder / "staff-added"
    if not done.exists():
        _kiosk(demo, ["staff", "add", demo.staff, "--own", "--password-stdin"], demo.password)
        done.touch()


def _kiosk(demo: Demo, command: list[str], given: str = "") -> None:
    ran = subprocess.run(
        [demo.kiosk, *command],
        input=f"{given}\n",
        env=os.environ | demo.environment,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if ran.returncode:
        raise DemoError(f"kiosk {' '.join(command)} ができませんでした。\n{ran.stderr.strip()}")
