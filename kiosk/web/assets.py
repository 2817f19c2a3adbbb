"""Addresses of static files that change with their content, so that browsers may keep them for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, url_for

STATIC = Path(__file__).parent / "static"


def static_url(file: str) -> str:
    """Return the address of one file of the kit, e.g. `css/tokens.css`."""
    return url_for("kit.static", filename=file, v=_version(STATIC))


def own_static_url(file: str) -> str:
    """Return the address of one file in the front's own static folder."""
    return url_for("static", filename=file, v=_version(Path(current_app.static_folder or "")))


@cache
def _version(folder: Path) -> str:
    """One version for the whole folder: its scripts import each other."""
    digest = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
