"""What the program is made of: a list for machines (CycloneDX), and the licence of every part for people."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from importlib.metadata import PathDistribution
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parents[2]
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*", re.IGNORECASE)
OWN = "kakanai-madoguchi"
UNSTATED = {"pypdfium2": "Apache-2.0 OR BSD-3-Clause"}
"""Parts that say so only in their files."""


@dataclass(frozen=True, slots=True)
class Part:
    """One package of the Python index, as it was unpacked."""

    name: str
    version: str
    licence: str
    folder: Path

    @property
    def address(self) -> str:
        """As a package URL."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"

    def licence_files(self) -> Iterator[Path]:
        """Yield the texts that came with it."""
        for file in sorted(self.folder.rglob("*")):
            if file.is_file() and (LICENCE_FILE.fullmatch(file.name) or file.parent.name == "licenses"):
                yield file


def parts_in(folder: Path) -> tuple[Part, ...]:
    """Return everything unpacked there, by name."""
    found = (_part(each) for each in folder.glob("*.dist-info"))
    return tuple(sorted(found, key=lambda part: part.name.lower()))


def write_sbom(parts: tuple[Part, ...], version: str, file: Path) -> None:
    """Write CycloneDX 1.6: the same parts give the same file."""
    own = {"type": "application", "name": OWN, "version": version, "bom-ref": OWN}
    serial = uuid5(NAMESPACE_URL, "\n".join((version, *(part.address for part in parts))))
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": own},
        "components": [_component(part) for part in parts if part.name != OWN],
    }
    file.write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_licences(parts: tuple[Part, ...], folder: Path) -> None:
    """Write `copyright`, and the licence texts of every part below `licenses/`."""
    lines = [(ROOT / "LICENSE").read_text("utf-8"), (ROOT / "NOTICE.md").read_text("utf-8"), "# Parts\n"]
    for part in parts:
        if part.name == OWN:
            continue
        lines.append(f"{part.name} {part.version}: {part.licence}")
        for number, file in enumerate(part.licence_files()):
            place = folder / "licenses" / part.name / (f"{number}-{file.name}" if number else file.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    (folder / "copyright").write_text("\n".join(lines) + "\n", "utf-8")


def _part(folder: Path) -> Part:
    words = message_from_string(PathDistribution(folder).read_text("METADATA") or "")
    return Part(words["Name"], words["Version"], _licence(words), folder)


def _licence(words: Message) -> str:
    classified = [line.split(" :: ")[-1] for line in words.get_all("Classifier", []) if line.startswith("License")]
    stated = words["License-Expression"] or (words["License"] or "").strip().splitlines()[:1]
    first = stated if isinstance(stated, str) else "".join(stated)
    return first or "、".join(classified) or UNSTATED.get(words["Name"], "see its files")


def _component(part: Part) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": part.address,
        "name": part.name,
        "version": part.version,
        "purl": part.address,
        "licenses": [{"license": {"name": part.licence}}],
    }
