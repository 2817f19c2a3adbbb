"""The Debian packages in a booted system that has no network: from nothing to a counter, upgrade, rollback, removal.

`make test-install` runs it; it is not part of `make test`. Needs root, mmdebstrap and systemd-nspawn. Debian 12 unless
RELEASE says another one; DEBS is the folder with the packages.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.install.firstpage import WALK
from tests.install.system import System, booted
from tools.baresystem import fetch, make_base, unpack

RELEASE = os.environ.get("RELEASE", "bookworm")
DEBS = Path(os.environ.get("DEBS", "build/deb")).resolve()
CACHE = DEBS / "cache"
TOWN = "/var/lib/madoguchi"
VERSION = re.compile(r"([0-9.]+)(\+[a-z]+[0-9]+)")
LATER = ".1"
NOT_OF_A_DESK = ("madoguchi-lobby", "madoguchi-prefill")
CODE = re.compile(r"(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}")

pytestmark = pytest.mark.timeout(1800)


def closure(scratch: Path, name: str = "stick", *others: str) -> Path:
    """Every package that the desk needs in a bare system, or these others, as they would lie on a stick."""
    kept = CACHE / f"{name}-{RELEASE}"
    if not kept.exists():
        ours = [f"/debs/{file.name}" for file in own_packages() if not file.name.startswith(NOT_OF_A_DESK)]
        fetch(unpack(base(), scratch / name), kept, DEBS, others or ours)
    return kept


def base() -> Path:
    return make_base(RELEASE, CACHE / f"base-{RELEASE}.tar")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    stick = closure(tmp_path_factory.mktemp("closure"))
    folder = unpack(base(), tmp_path_factory.mktemp("machine") / "system")
    newer = tmp_path_factory.mktemp("newer")
    for file in own_packages():
        make_newer(file, newer)
    with booted(folder, f"{DEBS}:/debs", f"{stick}:/stick", f"{newer}:/newer") as running:
        yield running


def own_packages() -> list[Path]:
    return sorted(DEBS.glob("madoguchi*.deb"))


def make_newer(file: Path, folder: Path) -> None:
    """The same package as a later version."""
    tree = folder / "tree"
    subprocess.run(["dpkg-deb", "-R", file, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(VERSION.sub(rf"\1{LATER}\2", control.read_text("utf-8")), "utf-8")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z1", "-b", tree, folder], check=True)
    shutil.rmtree(tree)


def install(system: System, folder: str, *names: str) -> str:
    wanted = " ".join(f"{folder}/{name}_*.deb" for name in names)
    others = "$(ls /stick/*.deb | grep -v /madoguchi)" if folder == "/debs" else ""
    return system.run(
        "sh", "-c", f"apt-get install -y -qq --allow-downgrades --no-install-recommends {wanted} {others}"
    )


def test_it_installs_without_a_network_and_waits_quietly(system: System) -> None:
    assert system.run("ls", "/sys/class/net") == "lo"
    said = install(system, "/debs", "madoguchi", "madoguchi-desk")
    assert re.search(r"http://127\.0\.0\.1:8004/", said)
    assert CODE.search(said)
    system.run("systemctl", "start", "madoguchi-counter")
    assert system.state("madoguchi-counter") == "inactive"
    assert system.state("madoguchi-purge.timer") == "active"
    assert system.run("systemctl", "--failed", "--no-legend") == ""
    assert "drwx------" in system.run("ls", "-ld", TOWN)


def test_a_town_is_made_on_the_first_page_and_its_counter_runs(system: System) -> None:
    """With the code of the last start: what was told before is worth nothing then."""
    system.run("systemctl", "restart", "madoguchi-setup")
    assert system.wait_for(8004) == 200
    told = CODE.findall(system.run("journalctl", "-q", "-u", "madoguchi-setup", "-o", "cat", "--no-pager"))
    assert len(set(told)) == 2
    system.put("/root/walk.py", WALK)
    assert system.python("/root/walk.py", told[-1]).splitlines()[-1] == "設定が終わりました"
    assert system.wait_for(8001) == 200
    assert system.run("stat", "-c", "%U", f"{TOWN}/config/town.toml") == "madoguchi"
    assert system.run("systemctl", "is-enabled", "madoguchi-counter") == "enabled"
    assert system.state("madoguchi-setup") == "inactive"
    system.run("systemctl", "start", "madoguchi-setup")
    assert system.state("madoguchi-setup") == "inactive"
    system.run("systemctl", "start", "madoguchi-purge")
    assert system.run("systemctl", "show", "-P", "Result", "madoguchi-purge") == "success"


def test_the_morning_round_finds_nothing_bad(system: System) -> None:
    said = system.run("kiosk", "doctor", "--name", "counter-1", check=False)
    assert "[正常] 様式のことば" in said
    assert "[正常] 監査記録" in said
    # Cards and printer are missing here, which is only a caution; nothing else may be.
    assert "[異常]" not in said


def test_the_program_can_read_its_town_and_write_only_beside_it(system: System) -> None:
    main = system.run("systemctl", "show", "-P", "MainPID", "madoguchi-counter")
    limits = system.run("cat", f"/proc/{main}/limits")
    assert "Max core file size        0                    0" in limits
    exposure = system.run("systemd-analyze", "security", "--no-pager", "madoguchi-counter").splitlines()[-1]
    assert float(exposure.split(":")[1].split()[0]) < 2.5


def test_only_the_program_may_use_cards(system: System) -> None:
    """Debian 12's card service asks nobody; from Debian 13 on polkit decides."""
    if system.run("sh", "-c", "ls /usr/share/polkit-1/actions | grep -c pcsc || true") == "0":
        pytest.skip("the card service of this release does not ask polkit")
    ask = "pkcheck --action-id org.debian.pcsc-lite.access_pcsc --process $$ "
    assert system.run("setpriv", "--reuid=madoguchi", "--regid=madoguchi", "--clear-groups", "sh", "-c", ask) == ""
    refused = system.run(
        "setpriv",
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "sh",
        "-c",
        f"{ask}; echo $?",
        check=False,
    )
    assert refused.splitlines()[-1] != "0"


def test_an_upgrade_keeps_the_towns_change_and_restarts_what_runs(system: System) -> None:
    fee = '[dog_registration]\nname = "犬の登録"\nprice = [ { since = 2024-04-01, counter = 2500 } ]\n'
    system.put(f"{TOWN}/config/fees.toml", fee)
    system.run("chown", "madoguchi:", f"{TOWN}/config/fees.toml")
    system.run("kiosk", "town", "keep")
    before = system.run("systemctl", "show", "-P", "MainPID", "madoguchi-counter")
    system.run("systemctl", "disable", "madoguchi-purge.timer")
    install(system, "/newer", "madoguchi", "madoguchi-desk")
    assert VERSION.sub(r"\1", version(system)).endswith(LATER)
    assert system.wait_for(8001) == 200
    assert system.run("systemctl", "show", "-P", "MainPID", "madoguchi-counter") != before
    assert "2500" in system.run("cat", f"{TOWN}/config/fees.toml")
    assert system.run("kiosk", "forms", "check") == "誤りはありません。"
    # What an office has turned off stays off.
    assert system.run("systemctl", "is-enabled", "madoguchi-purge.timer", check=False) == "disabled"


def test_a_rollback_is_an_older_version_with_the_same_town(system: System) -> None:
    install(system, "/debs", "madoguchi", "madoguchi-desk")
    assert not VERSION.sub(r"\1", version(system)).endswith(LATER)
    assert system.wait_for(8001) == 200
    assert system.run("dpkg", "--verify", "madoguchi", "madoguchi-desk") == ""


def test_after_removal_nothing_runs_and_the_keys_stay(system: System) -> None:
    system.run("apt-get", "remove", "-y", "-qq", "madoguchi", "madoguchi-desk")
    assert system.state("madoguchi-counter") in ("inactive", "failed", "unknown")
    assert not (system.folder / "usr/lib/madoguchi").exists()
    said = system.run("apt-get", "purge", "-y", "-qq", "madoguchi", "madoguchi-desk")
    assert "町の鍵と記録は" in said
    assert "key-" in system.run("ls", f"{TOWN}/var/keys")
    assert system.run("systemctl", "--failed", "--no-legend") == ""


def test_the_site_runs_beside_itself_and_never_beside_a_desk(system: System) -> None:
    install(system, "/debs", "madoguchi", "madoguchi-prefill")
    system.run("sh", "-c", f"rm {TOWN}/var/keys/key-*.toml")
    system.run("systemctl", "enable", "--now", "madoguchi-prefill@8000", "madoguchi-prefill@8010")
    assert {system.wait_for(port) for port in (8000, 8010)} == {200}
    refused = system.run("sh", "-c", "apt-get install -y -s /debs/madoguchi-desk_*.deb", check=False)
    assert "Conflicts" in refused or "REMOVED" in refused


def version(system: System) -> str:
    return system.run("dpkg-query", "-W", "-f", "${Version}", "madoguchi")
