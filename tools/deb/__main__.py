"""`python3 -m tools.deb`: the four Debian packages for this system, in `build/deb`, the same to the byte each time."""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.deb.parts import parts_in, write_licences, write_sbom
from tools.deb.program import ROOT, gather

TREES = ROOT / "packaging"
CORE = "madoguchi"
NAMES = (CORE, "madoguchi-desk", "madoguchi-lobby", "madoguchi-prefill")
PROGRAM = "usr/lib/madoguchi/python"
DOCS = ("install.ja.md", "prefill.ja.md", "operator.ja.md", "settings.md", "upkeep.ja.md", "records.ja.md")
BROWSERS = {"debian": "chromium", "ubuntu": "python3-gi, gir1.2-gtk-3.0, gir1.2-webkit2-4.1"}
"""What shows the lobby; Ubuntu's Chromium is a snap, which comes only through the network."""
PICTURES = "setup-*.png"
"""Of the first page, for the manual of the installation."""


@dataclass(frozen=True, slots=True)
class Build:
    """What is filled in for `@…@` in the files of the packages."""

    version: str
    """With the system it is for: the compiled parts fit one Python only."""
    python: str
    browser: str

    def fill(self, text: str, size: int = 0) -> str:
        """Return the text with the values in their places."""
        values = {"VERSION": self.version, "PYTHON": self.python, "BROWSER": self.browser, "SIZE": str(size)}
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text


def main() -> None:
    """Build into `--out`; `--version` for a test of upgrades."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.deb", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "deb")
    parser.add_argument(
        "--version", default=tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    )
    given = parser.parse_args()
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_change())
    os.umask(0o022)
    system = platform.freedesktop_os_release()
    mark = {"debian": "deb"}.get(system["ID"], system["ID"]) + system.get("VERSION_ID", "0").replace(".", "")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    build = Build(f"{given.version}+{mark}", python, BROWSERS.get(system["ID"], BROWSERS["debian"]))
    scratch = given.out.resolve() / f"scratch-{mark}"
    gather(scratch / "program", scratch)
    for name in NAMES:
        file = _pack(name, build, scratch)
        kept = given.out / file.name
        shutil.move(file, kept)
        print(f"{hashlib.sha256(kept.read_bytes()).hexdigest()}  {kept.stat().st_size:>9}  {kept.name}")  # noqa: T201


def _last_change() -> str:
    """Return the time of the commit; of the changelog where there is no git."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or str(int((ROOT / "CHANGELOG.md").stat().st_mtime))


def _pack(name: str, build: Build, scratch: Path) -> Path:
    tree = scratch / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(TREES / name, tree)
    if name == CORE:
        shutil.copytree(scratch / "program", tree / PROGRAM)
    _describe(tree, name, build)
    _fill(tree, build)
    file = scratch / f"{name}_{build.version}_{'amd64' if name == CORE else 'all'}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z6", "-b", tree, file],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return file


def _describe(tree: Path, name: str, build: Build) -> None:
    docs = tree / "usr/share/doc" / name
    docs.mkdir(parents=True)
    if name == "madoguchi-prefill":
        shutil.copytree(ROOT / "deploy", docs / "examples")
    if name != CORE:
        shutil.copyfile(ROOT / "LICENSE", docs / "copyright")
        return
    parts = parts_in(tree / PROGRAM)
    write_licences(parts, docs)
    write_sbom(parts, build.version, docs / "sbom.cdx.json")
    for page in DOCS:
        shutil.copyfile(ROOT / "docs" / page, docs / page)
    (docs / "pictures").mkdir()
    for picture in sorted((ROOT / "docs" / "pictures").glob(PICTURES)):
        shutil.copyfile(picture, docs / "pictures" / picture.name)


def _fill(tree: Path, build: Build) -> None:
    """Fill in the values, take away what differs from machine to machine, and note the sums."""
    own = TREES / tree.name
    files = sorted(file for file in tree.rglob("*") if file.is_file())
    for file in files:
        is_program = not (own / file.relative_to(tree)).is_file()
        if not is_program:
            file.write_text(build.fill(file.read_text("utf-8"), _kilobytes(files)), "utf-8")
        file.chmod(0o755 if not is_program and os.access(own / file.relative_to(tree), os.X_OK) else 0o644)
    for folder in [tree, *(each for each in tree.rglob("*") if each.is_dir())]:
        folder.chmod(0o755)
    contents = [file for file in files if "DEBIAN" not in file.relative_to(tree).parts]
    sums = (
        f"{hashlib.md5(each.read_bytes(), usedforsecurity=False).hexdigest()}  {each.relative_to(tree)}\n"
        for each in contents
    )
    (tree / "DEBIAN" / "md5sums").write_text("".join(sums), "utf-8")
    (tree / "DEBIAN" / "md5sums").chmod(0o644)
    # dpkg-deb only takes back what is younger than the commit: a tree that was checked out before it is older.
    changed = int(os.environ["SOURCE_DATE_EPOCH"])
    for each in [tree, *tree.rglob("*")]:
        os.utime(each, (changed, changed), follow_symlinks=False)


def _kilobytes(files: list[Path]) -> int:
    return sum(-(-file.stat().st_size // 1024) for file in files)


if __name__ == "__main__":
    main()
