"""Read-aloud: recordings in `config/audio/`, else a voice of the PC's own. Where there is neither, nothing is offered.

A recording is named after its screen, `ask` also after its question, other languages by their code before the ending:
`start.ogg`, `ask-applicant.name.ogg`, `start.en.ogg`.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Response, abort, g, request, send_from_directory
from flask.typing import ResponseReturnValue

from forms.answers import OWN
from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.speech import has_voice, speech
from kiosk.web.language import EASY, JAPANESE, spoken

SCREENS = (
    "start", "scan", "card", "hand", "procedures", "ask", "review", "paper", "done", "called", "handed_over"
)  # fmt: skip
"""Every screen that can have a recording."""

ENDINGS = ("ogg", "mp3")

_VIEWS = {"by_hand": "hand", "begin_by_hand": "hand", "choose": "procedures", "scanned": "scan", "pin": "card",
          "answer": "ask"}  # fmt: skip


@lobby.get("/audio/<name>")
def recording(name: str) -> ResponseReturnValue:
    if name.rpartition(".")[2] not in ENDINGS:
        abort(404)
    return send_from_directory(folder(), name, conditional=True)


@lobby.post("/speech")
def speak() -> ResponseReturnValue:
    """Speaks `text`, the words of the screen, in the language of the screen. Nothing of it is kept."""
    said = speech(request.form.get("text", ""), spoken().code)
    return Response(said, mimetype="audio/wav") if said else ("", 204)


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    recording = recording_here()
    return {"recording": recording, "speaks": not recording and has_voice(spoken().code)}


def recording_here() -> str:
    """The file for this screen in this language, or nothing."""
    there = {file.name for file in folder().iterdir()} if folder().is_dir() else set()
    return next((name for name in _names() if name in there), "")


def folder() -> Path:
    return (workplace().office.settings.folder / "audio").resolve()


def _names() -> Iterator[str]:
    view = str(g.get("lobby_screen", "")) or (request.endpoint or "").rpartition(".")[2]
    screen = _VIEWS.get(view, view)
    if screen not in SCREENS:
        return
    key = str((request.view_args or {}).get("key", "")) if screen == "ask" else ""
    item = key.partition(OWN)[0]
    for base in (f"{screen}-{key}", f"{screen}-{item}", screen) if key else (screen,):
        yield from (f"{base}{language}.{ending}" for language in _languages() for ending in ENDINGS)


def _languages() -> tuple[str, ...]:
    """Who reads easy Japanese follows plain spoken Japanese as well."""
    code = spoken().code
    return {JAPANESE: ("",), EASY: (f".{EASY}", "")}.get(code, (f".{code}",))
