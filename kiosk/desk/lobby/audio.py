"""Read-aloud: recordings that the town puts into `config/audio/`. Where there is none, nothing is offered.

A file is named after its screen, `ask` also after its question, other languages by their code before the ending:
`start.ogg`, `ask-applicant.name.ogg`, `start.en.ogg`.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import abort, request, send_from_directory
from flask.typing import ResponseReturnValue

from forms.answers import OWN
from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.web.language import JAPANESE, spoken

SCREENS = (
    "start", "scan", "card", "hand", "procedures", "ask", "review", "paper", "done", "called", "handed_over"
)  # fmt: skip
"""Every screen that can have a recording."""

ENDINGS = ("ogg", "mp3")

_VIEWS = {"by_hand": "hand", "begin_by_hand": "hand", "choose": "procedures", "scanned": "scan", "pin": "card",
          "answer": "ask", "hand_over": "handed_over", "call": "called"}  # fmt: skip


@lobby.get("/audio/<name>")
def recording(name: str) -> ResponseReturnValue:
    if name.rpartition(".")[2] not in ENDINGS:
        abort(404)
    return send_from_directory(folder(), name, conditional=True)


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    return {"recording": recording_here()}


def recording_here() -> str:
    """The file for this screen in this language, or nothing."""
    there = {file.name for file in folder().iterdir()} if folder().is_dir() else set()
    return next((name for name in _names() if name in there), "")


def folder() -> Path:
    return (workplace().office.settings.folder / "audio").resolve()


def _names() -> Iterator[str]:
    view = (request.endpoint or "").rpartition(".")[2]
    screen = _VIEWS.get(view, view)
    if screen not in SCREENS:
        return
    language = "" if spoken().code == JAPANESE else f".{spoken().code}"
    key = str((request.view_args or {}).get("key", ""))
    item = key.partition(OWN)[0]
    for base in (f"{screen}-{key}", f"{screen}-{item}", screen) if key else (screen,):
        yield from (f"{base}{language}.{ending}" for ending in ENDINGS)
