"""Read-aloud: recordings, else a voice of the PC's own. Where there is neither, nothing is offered.

The town's recordings in `config/audio/` come before those that are shipped. Of a question that the town has worded anew
the shipped recording is not used: it says something else.

A recording is named after its screen, `ask` also after its question (a person's fact is the same question whoever is
meant), other languages by their code before the ending:
`start.ogg`, `ask-person.name.ogg`, `start.en.ogg`.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, g, request, send_from_directory, typing as ft

from forms.answers import OWN
from forms.person import FACT, SLOTS
from kiosk.desk.workplace import workplace
from kiosk.overlay import AUDIO, SHIPPED
from kiosk.web import language, speech, spoken

routes = Blueprint("audio", __name__)

SCREENS = (
    "start", "scan", "card", "hand", "search", "found", "procedures", "usual", "ask", "review", "paper", "done", "called", "quit",
    "handed_over",
)  # fmt: skip
"""Every screen that can have a recording."""

ENDINGS = ("ogg", "mp3")
"""The shipped recordings have the first."""

_SHOWN_BY = {
    "find": "found",
    "show_by_hand": "hand",
    "begin_by_hand": "hand",
    "show_number": "handed_over",
    "show_lost": "",
}
"""Views that show another screen than the one their module is named after."""

_SAME_WORDS = {"hand": ("procedures",)}
"""Screens that say the same as another where they have no recording of their own."""


@routes.get("/audio/<name>")
def play(name: str) -> ft.ResponseReturnValue:
    if name.rpartition(".")[2] not in ENDINGS:
        abort(404)
    folder = next((each for each in _folders() if (each / name).is_file()), SHIPPED / AUDIO)
    return send_from_directory(folder, name, conditional=True)


@routes.post("/speech")
def speak() -> ft.ResponseReturnValue:
    """Speaks `text`, the words of the screen, in the language of the screen. Nothing of it is kept."""
    said = speech.synthesize(request.form.get("text", ""), spoken().code)
    return Response(said, mimetype="audio/wav") if said else ("", 204)


@routes.app_context_processor
def for_templates() -> dict[str, object]:
    recording = find_recording()
    return {"recording": recording, "speaks": not recording and speech.has_voice(spoken().code)}


def find_recording() -> str:
    """The file for this screen in this language, or nothing."""
    town, shipped = _folders()
    for stem in _stems():
        for name in (f"{stem}.{ending}" for ending in ENDINGS):
            if (town / name).is_file():
                return name
        if _still_says_it(shipped / f"{stem}.{ENDINGS[0]}"):
            return f"{stem}.{ENDINGS[0]}"
    return ""


def _still_says_it(recording: Path) -> bool:
    """Whether there is such a shipped recording, and its question is still put as it was."""
    reworded = {f"ask-{item.name}" for item in workplace().office.own_items}
    return recording.is_file() and not any(recording.name.startswith(f"{each}.") for each in reworded)


def _folders() -> tuple[Path, Path]:
    """Return the town's folder of recordings and the shipped one."""
    return (workplace().office.settings.folder / AUDIO).resolve(), SHIPPED / AUDIO


def _stems() -> Iterator[str]:
    module, _, view = (request.endpoint or "").removeprefix("lobby.").partition(".")
    screen = str(g.get("lobby_screen", "")) or _SHOWN_BY.get(view, module)
    if screen not in SCREENS:
        return
    key = str((request.view_args or {}).get("key", "")) if screen == "ask" else ""
    item = _item_of(key)
    words = (f"{screen}-{key}", f"{screen}-{item}", screen) if key else (screen, *_SAME_WORDS.get(screen, ()))
    for base in words:
        yield from (f"{base}{language}" for language in _languages())


def _item_of(key: str) -> str:
    """The item whose question the key answers: `person.name` for `you.name` and `p3.name`."""
    name = key.partition(OWN)[0]
    person, _, fact = name.partition(".")
    return FACT + fact if fact and person in SLOTS else name


def _languages() -> tuple[str, ...]:
    """Who reads easy Japanese follows plain spoken Japanese as well."""
    code = spoken().code
    return {language.JAPANESE: ("",), language.EASY: (f".{language.EASY}", "")}.get(code, (f".{code}",))
