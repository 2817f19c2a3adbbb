"""The files of the Debian packages: units that systemd takes, scripts that a shell takes, nothing that is left open."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.deb.__main__ import NAMES, Build
from tools.deb.parts import parts_in, write_licences, write_sbom

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
UNITS = [unit for kind in ("service", "timer", "path") for unit in sorted(PACKAGING.rglob(f"*.{kind}"))]
SCRIPTS = [
    file
    for name in ("postinst", "prerm", "postrm", "show-lobby", "begin-desks")
    for file in sorted(PACKAGING.rglob(name))
]
INSTALLED = Path(ROOT, ".venv", "lib")


def name_of(file: Path) -> str:
    return str(file.relative_to(PACKAGING))


def test_it_works_every_package_has_its_folder() -> None:
    assert {folder.name for folder in PACKAGING.iterdir()} == set(NAMES)
    assert len(UNITS) == 12


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    """Programs and users of the package are not on this machine; everything else must be sound."""
    for file in UNITS:
        text = re.sub(r"(?m)^(Exec\w+=\+?)\S+", r"\1/bin/true", file.read_text("utf-8"))
        (tmp_path / file.name.replace("@", "@8000" if file == unit else "@")).write_text(text, "utf-8")
    file = tmp_path / unit.name.replace("@", "@8000")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", file],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in ended.stderr.splitlines() if unit.stem in line or "Unknown" in line]
    assert told == []


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=name_of)
def test_no_unit_leaves_answers_in_a_core_file(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert "LimitCORE=0\n" in text
    assert "UMask=0077\n" in text
    assert "ConditionPathExists" in text, "installed and not set up is a quiet state"


def test_the_units_of_the_program_are_hardened_alike() -> None:
    hardening = [
        {
            line
            for line in unit.read_text("utf-8").splitlines()
            if line.startswith(("Protect", "Restrict", "System"))
        }
        for unit in UNITS
        if "User=madoguchi\n" in unit.read_text("utf-8")
    ]
    assert len(hardening) == 7
    assert all(each == hardening[0] and len(each) > 10 for each in hardening)


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_a_shell_takes_the_script_and_its_owner_may_run_it(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("setting", "host"),
    [({}, "127.0.0.1"), ({"LOBBY_ADDRESS": "https://desk-3.town.internal:8443/"}, "desk-3.town.internal")],
)
def test_the_lobby_s_browser_finds_no_other_host(setting: dict[str, str], host: str, tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', "utf-8")
    browser.chmod(0o755)
    (script,) = PACKAGING.rglob("show-lobby")
    path = f"{tmp_path}:/usr/bin:/bin"
    run = subprocess.run(["sh", script], check=True, capture_output=True, text=True, env={"PATH": path, **setting})
    assert f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}" in run.stdout.splitlines()


def test_without_chromium_the_lobby_is_shown_in_webkit(tmp_path: Path) -> None:
    """Ubuntu's is a snap. The page itself is tried in a booted one (`tests/install/stick.py`)."""
    (script,) = PACKAGING.rglob("show-lobby")
    (webkit,) = PACKAGING.rglob("show-lobby-webkit")
    compile(webkit.read_text("utf-8"), webkit, "exec")
    assert webkit.stat().st_mode & 0o111
    run = subprocess.run(
        ["/bin/sh", script], check=False, capture_output=True, text=True, env={"PATH": str(tmp_path)}
    )
    assert "/usr/lib/madoguchi/show-lobby-webkit" in run.stderr


def test_every_placeholder_is_filled() -> None:
    build = Build("1.2.3+deb12", "3.11", "chromium")
    for file in PACKAGING.rglob("*"):
        if file.is_file():
            assert not re.search(r"@[A-Z]+@", build.fill(file.read_text("utf-8"), 1)), file


@pytest.mark.skipif(not shutil.which("systemd-sysusers"), reason="no systemd")
def test_systemd_makes_the_users_and_the_folder(tmp_path: Path) -> None:
    for folder in ("etc", "var/lib"):
        (tmp_path / folder).mkdir(parents=True)
    for file in PACKAGING.rglob("sysusers.d/*.conf"):
        subprocess.run(["systemd-sysusers", f"--root={tmp_path}", file], check=True)
    passwd = (tmp_path / "etc" / "passwd").read_text("utf-8")
    assert {"madoguchi", "madoguchi-screen"} <= {line.split(":")[0] for line in passwd.splitlines()}


def test_every_part_is_listed_with_its_licence(tmp_path: Path) -> None:
    locked = re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / "requirements-office.lock").read_text("utf-8"))
    everything = parts_in(next(INSTALLED.glob("python3*")) / "site-packages")
    parts = tuple(part for part in everything if part.name.lower().replace("_", "-") in locked)
    assert len(parts) > 35
    named = {part.name.lower(): part for part in parts}
    assert named["pikepdf"].licence == "MPL-2.0"
    assert [part.name for part in parts if part.licence == "see its files"] == []
    write_sbom(parts, "1.2.3", tmp_path / "a.json")
    write_sbom(parts, "1.2.3", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    write_licences(parts, tmp_path)
    assert list((tmp_path / "licenses" / "psycopg").iterdir())
