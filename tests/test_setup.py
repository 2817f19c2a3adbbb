"""What `make setup` installs is written down completely and with reasons."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WANTED = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def pins_in(name: str) -> dict[str, str]:
    """The exact version of every part that a lock names."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, re.MULTILINE))


LOCKED, OFFICE = pins_in("requirements.lock"), pins_in("requirements-office.lock")
PACKAGES = [
    line for line in (ROOT / "tools" / "packages.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_has_an_allowed_version_of_every_dependency(wanted: str) -> None:
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(LOCKED[canonicalize_name(requirement.name)])


def test_a_town_hall_gets_every_dependency_in_the_version_that_is_tested() -> None:
    wanted = {canonicalize_name(Requirement(each).name) for each in PROJECT["project"]["dependencies"]}
    assert wanted - OFFICE.keys() == set(), "make them with tools/lock office"
    assert {name: LOCKED.get(name) for name in OFFICE} == OFFICE


@pytest.mark.parametrize("line", PACKAGES)
def test_every_debian_package_has_a_reason(line: str) -> None:
    assert re.fullmatch(r"[a-z0-9.+-]+( \| [a-z0-9.+-]+)* +# \S.*", line)


def test_a_town_hall_gets_no_virtual_reader_and_no_tools_of_the_tests(tmp_path: Path) -> None:
    everything, office = would_install(tmp_path), would_install(tmp_path, "office")
    assert office < everything
    assert {"pcscd", "fonts-ipamj-mincho", "skkdic"} <= office
    assert {"vsmartcard-vpcd", "postgresql", "cups-ipp-utils", "ghostscript"} <= everything - office


def would_install(folder: Path, *purpose: str) -> set[str]:
    """What `tools/setup` says it installs on a machine with none of its packages, before apt-get refuses."""
    for name in ("dpkg-query", "apt-get"):
        (folder / name).write_text("#!/bin/sh\nexit 1\n")
        (folder / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    setup = [str(ROOT / "tools" / "setup"), *purpose]
    ended = subprocess.run(setup, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    return set(ended.stderr.splitlines()[0].removeprefix("setup: installing ").split())
