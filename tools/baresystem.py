"""A bare system of a release: what a town's new PC is before anything of ours. Needs root, mmdebstrap and systemd-nspawn."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

INCLUDED = "apt,systemd,systemd-sysv,dbus,ca-certificates,polkitd,libnss-systemd"
"""No town's PC has less."""

UBUNTU = ("noble",)
ARCHIVE = "deb http://archive.ubuntu.com/ubuntu"
"""For the releases that are not Debian's; with what was mended since, as mmdebstrap has it for Debian by itself."""

KEYRING = "/usr/share/keyrings/ubuntu-archive-keyring.gpg"
"""Of Debian 13's package `ubuntu-keyring`; Debian 12 has none. UBUNTU_KEYRING names another place."""

DOWNLOAD = (
    "apt-get update -qq && exec apt-get install -y -qq -d --no-install-recommends -o Dir::Cache::archives=/kept"
)


def make_base(release: str, tar: Path) -> Path:
    """Write the smallest system of this release that boots, once, and return its tar. Raise CalledProcessError."""
    if not tar.exists():
        tar.parent.mkdir(parents=True, exist_ok=True)
        beside = tar.with_suffix(".part")
        source = [release, str(beside)]
        options = ["--quiet", "--format=tar", "--variant=minbase", f"--include={INCLUDED}"]
        if release in UBUNTU:
            options.append(f"--keyring={os.environ.get('UBUNTU_KEYRING', KEYRING)}")
            source += [f"{ARCHIVE} {release}{pocket} main universe" for pocket in ("", "-updates", "-security")]
        subprocess.run(["mmdebstrap", *options, *source], check=True)
        beside.rename(tar)
    return tar


def unpack(tar: Path, folder: Path) -> Path:
    """Return the new folder with the system in it."""
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-C", folder, "-xf", tar], check=True)
    return folder


def inside(folder: Path, *words: str, bind: Sequence[str] = ()) -> None:
    """Run one command in the system without booting it, with this machine's network. Raise CalledProcessError."""
    binds = [f"--bind={each}" for each in bind]
    command = [
        "systemd-nspawn",
        "-q",
        "-D",
        str(folder),
        "--register=no",
        "--keep-unit",
        "--timezone=off",
        *binds,
        "--",
        *words,
    ]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def fetch(folder: Path, kept: Path, debs: Path, wanted: Sequence[str]) -> list[Path]:
    """Return every package that the bare system in `folder` lacks for what is wanted, fetched once into `kept`.

    Files of `debs` are named /debs/….
    """
    if not kept.exists():
        part = kept.with_name(f"{kept.name}.part")
        (part / "partial").mkdir(parents=True, exist_ok=True)
        binds = (f"{debs}:/debs", f"{part}:/kept")
        inside(folder, "sh", "-c", f'{DOWNLOAD} "$@"', "sh", *wanted, bind=binds)
        part.rename(kept)
    return sorted(kept.glob("*.deb"))
