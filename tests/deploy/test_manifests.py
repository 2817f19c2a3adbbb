"""What is shipped for containers says the same as the program: its address of health, its user, where its files lie."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from kiosk.cli.main import kiosk
from kiosk.settings import DeskMode
from kiosk.town.municipalities import municipalities
from kiosk.town.newtown import Hall, write_new_town
from kiosk.web.server import HEALTHZ
from tests.deploy.front import DEPLOY

IMAGE = (DEPLOY / "image/Containerfile").read_text("utf-8")
KUBERNETES = (DEPLOY / "kubernetes/madoguchi.yaml").read_text("utf-8")
QUADLET = (DEPLOY / "quadlet/madoguchi-prefill@.container").read_text("utf-8")
INSIDE = Path("/srv/madoguchi")


def test_it_works_all_agree_about_user_port_and_health() -> None:
    assert re.findall(r"(?m)^USER (\d+):(\d+)$", IMAGE) == [("10001", "10001")]
    assert {"runAsUser: 10001", "runAsGroup: 10001", "fsGroup: 10001"} <= set(
        map(str.strip, KUBERNETES.splitlines())
    )
    assert {"User=10001", "Group=10001"} <= set(QUADLET.splitlines())
    assert re.findall(r"path: (/h\S+)", KUBERNETES) == [HEALTHZ, HEALTHZ]
    assert "containerPort: 8000" in KUBERNETES
    assert "EXPOSE 8000" in IMAGE
    unit = (
        DEPLOY.parent / "packaging/madoguchi-prefill/usr/lib/systemd/system/madoguchi-prefill@.service"
    ).read_text("utf-8")
    assert "MALLOC_ARENA_MAX=2" in IMAGE
    assert "Environment=MALLOC_ARENA_MAX=2" in unit.splitlines()


def test_the_command_of_each_is_one_of_the_program() -> None:
    words = (
        [*re.findall(r'"([^"]*)"', IMAGE.split("CMD")[1])],
        shlex.split(QUADLET.split("Exec=")[1].split("\n")[0]),
    )
    for first, *others in words:
        command = kiosk.get_command(click.Context(kiosk), first)
        assert command is not None
        command.make_context(first, [word.replace("%i", "8000") for word in others])


def test_files_are_mounted_where_a_town_without_settings_of_its_own_looks_for_them(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    settings = write_new_town(
        folder, municipalities()["014001"], Hall("044-0001", "0136-00-0000"), (DeskMode.COUNTER,)
    )
    secret, public = (
        INSIDE / file.resolve().relative_to(tmp_path)
        for file in (settings.prefill.cookie_secret_file, settings.keys.public_file)
    )
    assert f"target={secret}," in QUADLET
    assert f":{public}:ro" in QUADLET
    assert {f"mountPath: {place}" for place in (secret.parent, public.parent, INSIDE / "config")} == {
        line.strip() for line in KUBERNETES.splitlines() if "mountPath" in line
    }
    assert f"--from-file={secret.name}" in KUBERNETES
    assert f"KIOSK_CONFIG={INSIDE / 'config'}" in IMAGE


def test_no_container_may_write_or_become_more_than_it_is() -> None:
    for wanted in ("readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "drop: [ALL]", "egress: []"):
        assert wanted in KUBERNETES
    for wanted in ("ReadOnly=true", "DropCapability=all", "NoNewPrivileges=true"):
        assert wanted in QUADLET.splitlines()
    assert "private" not in KUBERNETES + QUADLET


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="needs kubectl")
def test_kubectl_reads_every_part(tmp_path: Path) -> None:
    (tmp_path / "madoguchi.yaml").write_text(KUBERNETES, "utf-8")
    (tmp_path / "kustomization.yaml").write_text("resources: [madoguchi.yaml]\n", "utf-8")
    read = subprocess.run(["kubectl", "kustomize", tmp_path], capture_output=True, text=True, check=True).stdout
    kinds = re.findall(r"(?m)^kind: (\w+)$", read)
    assert sorted(kinds) == [
        "Deployment",
        "Ingress",
        "Namespace",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
    ]


def test_a_shell_takes_the_script_that_builds_the_image() -> None:
    script = DEPLOY.parent / "tools" / "image"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
