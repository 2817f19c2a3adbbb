"""Addresses of static files that change with their content, so that browsers may keep them for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, url_for

STATIC = Path(__file__).parent / "static"


def static_url(file: str) -> str:
    """Address of one file of the kit, e.g. `css/tokens.css`."""
    return url_for("kit.static", filename=file, v=_version(STATIC / file))


def own_static_url(file: str) -> str:
    """Address of one file in the front's own static folder."""
    return url_for("static", filename=file, v=_version(Path(current_app.static_folder or "") / file))


@cache
def _version(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]
