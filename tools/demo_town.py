"""Everything the demo keeps: the shipped town, keys, database and one member of staff, all in one folder."""

import json
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

from forms import shipped_catalogue
from kiosk.office import open_office, today
from kiosk.register.importing import Order, import_residents
from kiosk.register.layout import town_layout
from kiosk.register.protection import import_protected
from kiosk.register.sample import write_sample
from kiosk.settings import DeskMode, Settings, load_settings
from kiosk.store import open_store
from kiosk.tickets import public_keys
from tools import processes

ROOT = Path(__file__).parent.parent
PERSON = str(ROOT / "cardreader" / "virtual" / "persons" / "yoshida.toml")
STAFF = "demo"
PEOPLE = 300
"""In the register of the demo's town."""
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
    _use_register(folder / "config", today().year)
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
    _fill_register(demo)
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


def _use_register(config: Path, year: int) -> None:
    """Turn the register on, and let both desks see all it has for every procedure."""
    (config / "register.toml").write_text("[use]\non = true\nlobby = true\n", "utf-8")
    facts = [fact.fact for fact in town_layout(config).facts]
    lines = {
        "section": "住民課",
        "desks": ["counter-1", "lobby-1"],
        "procedures": sorted(shipped_catalogue().current),
        "facts": facts,
        "approved_by": "住民課長（見本）",
    }
    days = f"from = {year}-01-01\nuntil = {year + 1}-03-31\n"
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items())
    (config / "grants.toml").write_text(f"[[grant]]\n{text}{days}", "utf-8")


def _fill_register(demo: Demo) -> None:
    """A small fictitious town, among it the household of the practice card."""
    done = demo.folder / "register-imported"
    if done.exists():
        return
    office, day = open_office(demo.folder / "config"), today()
    settings, keys = office.settings, public_keys(office)
    layout = town_layout(settings.folder)
    sample = write_sample(demo.folder / "register", PEOPLE, 1, settings.town, day)
    store = open_store(settings.database)
    try:
        import_residents(store, Order(sample.residents, day, day), layout, office.catalogue, keys)
        import_protected(store, Order(sample.protected, day, day), layout.protected, keys)
    finally:
        store.close()
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
