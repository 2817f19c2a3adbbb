"""Where the fonts lie on this machine."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from printing.errors import PrintingError, Reason

VALUE_FONT = "ipamjm.ttf"
"""IPAmj明朝 (Debian: fonts-ipamj-mincho): every character of 文字情報基盤, with its variation sequences."""

FALLBACK_FONTS = ("DejaVuSerif.ttf",)
"""Latin letters IPAmj明朝 lacks, e.g. Vietnamese; used where installed (Debian: fonts-dejavu-core)."""

LABEL_FONT = "BIZUDPGothic-Regular.ttf"
LABEL_BOLD_FONT = "BIZUDPGothic-Bold.ttf"
"""Easy to read at small sizes (Debian: fonts-morisawa-bizud-gothic)."""

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",
)


def font_file(name: str) -> Path:
    """The file of a font. Raises PrintingError if it is nowhere."""
    for path in fonts_present((name,)):
        return path
    raise PrintingError(Reason.FONT_MISSING, name)


def fonts_present(names: tuple[str, ...]) -> Iterator[Path]:
    """The files of those fonts that are installed."""
    installed = _installed()
    return (installed[name] for name in names if name in installed)


@cache
def _installed() -> dict[str, Path]:
    folders = [folder for folder in _FOLDERS if folder.is_dir()]
    return {path.name: path for folder in reversed(folders) for path in folder.rglob("*.ttf")}
