"""How long the wait is at the town hall, as its last status says, with its age; the status comes as a file."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, render_template, typing as ft
from werkzeug.exceptions import NotFound

from kiosk import clock, office
from kiosk.prefill.site import site
from kiosk.town.status import Status, read_statuses

routes = Blueprint("waiting", __name__)

STALE = timedelta(minutes=5)
USELESS = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=3)
LARGEST = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A status and how old it is."""

    status: Status
    minutes: int
    is_stale: bool

    @property
    def time(self) -> str:
        """Return the Japanese time."""
        return f"{self.status.at.astimezone(clock.JAPAN):%H:%M}"


@routes.get("/waiting")
def show() -> ft.ResponseReturnValue:
    """Show what the town hall said last."""
    prefill = site().office.settings.prefill
    if prefill.status_file is None or prefill.status_key is None:
        raise NotFound
    return render_template("prefill/waiting.html", seen=read_seen(prefill.status_file, prefill.status_key))


@routes.app_template_global()
def tells_waiting() -> bool:
    """Return whether this town lets its waiting be seen."""
    prefill = site().office.settings.prefill
    return prefill.status_file is not None and prefill.status_key is not None


def read_seen(file: Path, key: str) -> list[Seen]:
    """Return what the file says that is not an hour old; nothing where there is none, or it was not signed."""
    moment = office.now()
    try:
        with file.open(encoding="ascii", errors="replace") as opened:
            found = read_statuses(opened.read(LARGEST), bytes.fromhex(key))
    except OSError:
        return []
    return [
        Seen(status, max(0, int((moment - status.at) / timedelta(minutes=1))), moment - status.at > STALE)
        for status in found
        if -CLOCKS_DIFFER <= moment - status.at <= USELESS
    ]
