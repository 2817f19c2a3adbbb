"""`python -m tools.windows`: a setup.exe for Windows 11 in `build/windows`, made here by makensis.

The program's wheels for Windows come from the lock, fonts from this system, both under licences that let them travel.
Python itself (the embeddable package of python.org, 3.13) and WinSW are no packages of any index: `--python` and `--winsw`
say where they lie; without them the setup installs, but nothing in it can run.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tools.deb.parts import parts_in, write_licences, write_sbom
from tools.deb.program import LOCK, PACKAGES, prune

ROOT = Path(__file__).parents[1]
PYTHON = "3.13"
"""The newest for which every part has a wheel."""
FONTS = ("ipamjm.ttf", "BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDPMincho-Regular.ttf")
FONT_LICENCES = ("fonts-ipamj-mincho", "fonts-morisawa-bizud-gothic", "fonts-morisawa-bizud-mincho")
PATHS = "python313.zip\n.\n..\\lib\nimport site\n"
"""What python313._pth has to say for the program beside it to be found."""


def main() -> None:
    """Build the setup."""
    parser = argparse.ArgumentParser(prog="python -m tools.windows", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "windows")
    parser.add_argument("--python", type=Path, help="python-3.13.…-embed-amd64.zip")
    parser.add_argument("--winsw", type=Path, help="WinSW-x64.exe")
    given = parser.parse_args()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    tree = given.out / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    gather_program(tree / "lib", given.out / "wheels")
    gather_fonts(tree / "fonts")
    shutil.copytree(ROOT / "deploy" / "windows", tree, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.nsi"))
    parts, docs = parts_in(tree / "lib"), tree / "doc"
    docs.mkdir()
    write_licences(parts, docs)
    write_sbom(parts, version, docs / "sbom.cdx.json")
    shutil.copyfile(ROOT / "docs" / "windows.ja.md", docs / "windows.ja.md")
    if given.python:
        zipfile.ZipFile(given.python).extractall(tree / "python")
        (tree / "python" / "python313._pth").write_text(PATHS, "utf-8")
    if given.winsw:
        for mode in ("counter", "lobby"):
            shutil.copyfile(given.winsw, tree / f"madoguchi-{mode}.exe")
    setup = given.out / f"madoguchi-setup-{version}.exe"
    subprocess.run(["makensis", "-V2", f"-DOUT={setup.resolve()}", f"-DTREE={tree.resolve()}", f"-DVERSION={version}",
        str(ROOT / "deploy" / "windows" / "madoguchi.nsi")], check=True)  # fmt: skip
    missing = [name for name, found in (("python", given.python), ("winsw", given.winsw)) if not found]
    size = setup.stat().st_size // 1_000_000
    print(f"{setup}: {size} MB{' (not in it: ' if missing else ''}{', '.join(missing)}{')' if missing else ''}")  # noqa: T201


def gather_program(lib: Path, wheels: Path) -> None:
    """Unpack the program and everything it imports, as wheels of Windows. Raise CalledProcessError."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "download", "--require-hashes", "-r", str(LOCK), "-d", str(wheels), "--no-deps",
        "--only-binary=:all:", "--platform", "win_amd64", "--python-version", PYTHON], check=True)  # fmt: skip
    lib.mkdir(parents=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(lib)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, lib / name, ignore=shutil.ignore_patterns("__pycache__"))
    prune(lib)


def gather_fonts(folder: Path) -> None:
    """Copy the fonts as they are, each with its licence (IPA Font License 1.0, SIL OFL 1.1)."""
    folder.mkdir(parents=True)
    found = {file.name: file for file in Path("/usr/share/fonts").rglob("*.ttf")}
    for name in FONTS:
        shutil.copyfile(found[name], folder / name)
    for package in FONT_LICENCES:
        shutil.copyfile(
            os.path.realpath(f"/usr/share/doc/{package}/copyright"), folder / f"{package}.copyright.txt"
        )


if __name__ == "__main__":
    main()
