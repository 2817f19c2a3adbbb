"""The program with everything it imports, as one folder of files: no virtual environment, nothing to relocate."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements-office.lock"
PACKAGES = ("kiosk", "forms", "printing", "cardreader")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
TOO_MUCH = ("phonenumbers/geodata", "phonenumbers/carrierdata", "phonenumbers/tzdata", "bin", "share")
"""Never read here: names of places and companies in all the world; commands; manual pages."""
LOCALES = ("ja", "en", "zh", "ko", "vi", "ne", "pt", "fil", "id", "my", "root")
"""The languages of the screens."""


def gather(folder: Path, scratch: Path) -> None:
    """Put the program into the folder. `scratch` keeps wheels for the next time. Raise CalledProcessError."""
    python = _builder(scratch)
    wheels = scratch / "wheels"
    _run(python, "wheel", "--require-hashes", "-r", str(LOCK), "-w", str(wheels))
    own = scratch / "own"
    shutil.rmtree(own, ignore_errors=True)
    _run(python, "wheel", "--no-deps", str(_clean_copy(scratch)), "-w", str(own))
    shutil.rmtree(folder, ignore_errors=True)
    files = [str(file) for place in (wheels, own) for file in sorted(place.glob("*.whl"))]
    _run(python, "install", "--no-index", "--no-compile", "--no-deps", "--target", str(folder), *files)
    prune(folder)
    _forget_the_builder(folder)


def _builder(scratch: Path) -> Path:
    python = scratch / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(scratch / "venv")], check=True)
    return python


def _run(python: Path, *words: str) -> None:
    # What is compiled here must not remember in which folder: two builds are to be the same to the byte.
    environment = {**os.environ, "CFLAGS": "-O2 -g0", "LDFLAGS": "-Wl,--build-id=none", "PYTHONHASHSEED": "0"}
    command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    subprocess.run(command, check=True, env=environment)


def _clean_copy(scratch: Path) -> Path:
    """Return a copy of the sources without what earlier builds have left in the tree."""
    copy = scratch / "source"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        shutil.copyfile(ROOT / name, copy / name)
    return copy


def prune(folder: Path) -> None:
    """Remove what no page and no sheet here ever reads."""
    for name in TOO_MUCH:
        shutil.rmtree(folder / name, ignore_errors=True)
    for file in (folder / "babel" / "locale-data").glob("*.dat"):
        if file.stem.split("_")[0] not in LOCALES:
            file.unlink()


def _forget_the_builder(folder: Path) -> None:
    """Remove where wheels and commands lay on the machine that built it, and from the records what is pruned."""
    for file in [*folder.glob("*.dist-info/direct_url.json"), *folder.glob("*.dist-info/REQUESTED")]:
        file.unlink()
    for record in folder.glob("*.dist-info/RECORD"):
        lines = record.read_text("utf-8").splitlines(keepends=True)
        names = [next(csv.reader([line]))[0] for line in lines]
        kept = (line for name, line in zip(names, lines, strict=True) if _is_there(folder, name))
        record.write_text("".join(kept), "utf-8")


def _is_there(folder: Path, name: str) -> bool:
    return not name.startswith("..") and (folder / name).is_file()
