"""How the Japanese source is written: words it avoids, and buttons it must call by their names."""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.web.language import FOLDER

ROOT = Path(__file__).parent.parent.parent
FILE = FOLDER / "style.toml"
PRESSED = re.compile("「([^「」]+)」(?:を|か「[^「」]+」を)押")
"""A text that says which button to press."""


@dataclass(frozen=True, slots=True)
class Avoided:
    """What the texts never say, and what they say instead."""

    pattern: re.Pattern[str]
    instead: str


def read_style() -> tuple[Avoided, ...]:
    """Return the table of `style.toml`."""
    with FILE.open("rb") as source:
        return tuple(Avoided(re.compile(row["pattern"]), row["instead"]) for row in tomllib.load(source)["avoid"])


def staff_faults() -> Iterator[tuple[str, str]]:
    """Yield (line, what is wrong with its Japanese) of what no catalogue has: the screens of staff, and the manuals."""
    avoided = read_style()
    templates = (FOLDER.parent).rglob("templates/**/*.html")
    for file in sorted((*templates, *ROOT.glob("docs/*.ja.md"), *ROOT.glob("*.ja.md"))):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            for each in avoided:
                if found := each.pattern.search(line):
                    yield f"{file.relative_to(ROOT)}:{number}", f"says {found[0]}; write {each.instead}"


def style_faults(texts: Collection[str]) -> Iterator[tuple[str, str]]:
    """(text, what is wrong with its Japanese); `texts` are all texts of the screens and the catalogue."""
    avoided = read_style()
    for text in texts:
        for each in avoided:
            if found := each.pattern.search(text):
                yield text, f"says {found[0]}; write {each.instead}"
        for button in PRESSED.findall(text):
            if button not in texts:
                yield text, f"names a button 「{button}」 that no screen has"
