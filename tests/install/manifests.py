"""What is shipped for containers, read by those who would run it: the schemas of Kubernetes, podman's generator, systemd.

`make test-install` runs it; it is not part of `make test`, since each is fetched for it: the schemas as a package of Python,
the generator as Debian's package. No cluster and no podman runs here.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.front import DEPLOY

pytestmark = pytest.mark.timeout(1200)
VALIDATOR = "kubernetes-validate>=1.34"
VERSIONS = ("1.30", "1.33", "1.34")
QUADLET_RELEASE = "trixie"
"""Debian 12's podman has no quadlet yet."""

TEMPLATE = "madoguchi-prefill@.container"


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("validator")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), VALIDATOR]
    subprocess.run(command, check=True)
    return folder


def validate(validator: Path, file: Path, version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kubernetes_validate", "--strict", "--kubernetes-version", version, file],
        env={**os.environ, "PYTHONPATH": str(validator)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_part(validator: Path, version: str) -> None:
    ended = validate(validator, DEPLOY / "kubernetes/madoguchi.yaml", version)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_word_that_kubernetes_does_not_know_is_found(validator: Path, tmp_path: Path) -> None:
    file = tmp_path / "spoiled.yaml"
    file.write_text((DEPLOY / "kubernetes/madoguchi.yaml").read_text("utf-8").replace("replicas:", "replica:"))
    assert validate(validator, file, VERSIONS[-1]).returncode != 0


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small Debian with podman's files unpacked and nothing set up: enough for the generator to run in."""
    folder = tmp_path_factory.mktemp("podman") / "root"
    command = [
        "mmdebstrap",
        "--quiet",
        "--variant=extract",
        "--include=podman,base-files",
        QUADLET_RELEASE,
        folder,
    ]
    subprocess.run([str(word) for word in command], check=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_podman_makes_a_unit_of_it_that_systemd_takes(generator: Path, tmp_path: Path) -> None:
    units = generator / "etc/containers/systemd"
    units.mkdir(parents=True, exist_ok=True)
    shutil.copy(DEPLOY / "quadlet" / TEMPLATE, units)
    made = subprocess.run(
        ["chroot", generator, "/usr/libexec/podman/quadlet", "-dryrun"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    unit = made.stdout.split("---", 2)[-1].split("\n", 1)[1]
    assert "--read-only" in unit
    assert "--cap-drop all" in unit or "--cap-drop=all" in unit
    file = tmp_path / "madoguchi-prefill@8000.service"
    file.write_text(re.sub(r"(?m)^(Exec\w+=\+?-?)\S+", r"\1/bin/true", unit), "utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", file],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert [line for line in told.splitlines() if "madoguchi" in line or "Unknown" in line] == []
