"""How the Japanese source is written: words it avoids, and buttons it must call by their names."""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kiosk.web.language import FOLDER

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
