"""What is always there below the question: the look, the language, a call for staff, and the way to give up.

Whoever uses it comes back to the same step with nothing lost. Every screen but a question is shown by its address, so
the address is the way back. A question holds what nobody has sent yet: its own form sends that along, and the screens
in between carry it in hidden fields.
"""

from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, session, typing as ft, url_for
from werkzeug.exceptions import HTTPException

from kiosk.desk.lobby.done import give_up
from kiosk.desk.lobby.session import LOOKS, has_something_to_lose, own_visit_id, watch
from kiosk.desk.workplace import workplace
from kiosk.store import StoreError, VisitId, set_language
from kiosk.web.language import KEPT, OFFERED, speak, spoken

routes = Blueprint("help", __name__)

LANGUAGES, CALL, STAY, QUIT = "languages", "call", "stay", "quit"
LOOK, LANGUAGE = "look:", "language:"
"""What the name of an action begins with."""

_NOT_CARRIED = {"csrf_token", "action"}


class Look(StrEnum):
    """How the screen looks to this person, each on or off in any combination: larger, in strong contrast, or with
    everything within reach of a seat.

    Kept for the visit, gone with it. The first screen belongs to nobody, so there the address carries the choice.
    """

    LARGE = "large"
    CONTRAST = "contrast"
    SEATED = "seated"


@routes.post("/help")
def answer() -> ft.ResponseReturnValue:
    """A button below a screen that its address shows."""
    action, back = request.form.get("action", ""), _back(request.form.get("back", ""))
    if action == CALL:
        _call_staff()
        return redirect(url_for("lobby.help.show_called", back=back), 303)
    if action == LANGUAGES:
        return redirect(url_for("lobby.help.show_languages", back=back), 303)
    if action == QUIT:
        return _aside(QUIT, back) if has_something_to_lose() else give_up()
    _change(action)
    return redirect(start_address() if _is_start(back) else back, 303)


@routes.get("/languages")
def show_languages() -> ft.ResponseReturnValue:
    """Every language by its own name."""
    return _aside(LANGUAGES, _back(request.args.get("back", "")))


@routes.get("/called")
def show_called() -> ft.ResponseReturnValue:
    return _called(_back(request.args.get("back", "")))


def is_help(action: str) -> bool:
    return action in (LANGUAGES, CALL, STAY, QUIT) or action.startswith((LOOK, LANGUAGE))


def give_help(action: str) -> ft.ResponseReturnValue | None:
    """The same buttons below a question: the screen in between with the question's fields, or nothing where the
    question itself comes next."""
    if action == CALL:
        _call_staff()
        return _called(address_here(), carried=_carried())
    if action == LANGUAGES:
        return _aside(LANGUAGES, address_here(), carried=_carried())
    if action == QUIT:
        is_typed = any(value.strip() for _, value in _carried())
        return (
            _aside(QUIT, address_here(), carried=_carried()) if is_typed or has_something_to_lose() else give_up()
        )
    _change(action)
    return None


@routes.app_context_processor
def for_templates() -> dict[str, object]:
    return {"address_here": address_here(), "looks": looks(), "held_seconds": watch().held_seconds()}


def address_here() -> str:
    """The address that shows this screen again; of a screen in between, the one it came from."""
    return str(g.get("lobby_back", "")) or request.full_path.rstrip("?")


def looks() -> tuple[Look, ...]:
    """What this person has turned on."""
    return read_looks(str(session.get(LOOKS, "")))


def read_looks(names: str) -> tuple[Look, ...]:
    """The ones named, separated by spaces; unknown names are none."""
    named = names.split()
    return tuple(each for each in Look if each in named)


def keep_looks(chosen: tuple[Look, ...]) -> None:
    session[LOOKS] = " ".join(chosen)


def start_address() -> str:
    """The first screen in this language and look."""
    return url_for("lobby.start.show", language=spoken().code, look=" ".join(looks()) or None)


def _aside(name: str, back: str, carried: tuple[tuple[str, str], ...] | None = None) -> ft.ResponseReturnValue:
    g.lobby_screen, g.lobby_back = name, back
    return render_template(f"lobby/{name}.html", back=back, carried=carried)


def _called(back: str, carried: tuple[tuple[str, str], ...] | None = None) -> ft.ResponseReturnValue:
    """The screen of the call, which tells once somebody comes."""
    here = workplace()
    g.is_unheard = here.store.is_alone
    g.is_coming = here.desk.name in {call.desk for call in here.calls.read().coming}
    return _aside("called", back, carried)


def _carried() -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CARRIED)


def _change(action: str) -> None:
    if action.startswith(LOOK):
        _turn(action.removeprefix(LOOK))
    code = action.removeprefix(LANGUAGE)
    if action.startswith(LANGUAGE) and code in OFFERED:
        session[KEPT] = code
        speak(code)
        _tell_staff(code)


def _turn(name: str) -> None:
    """Turn one of them on or off; an unknown name changes nothing."""
    now = looks()
    keep_looks(tuple(each for each in Look if (each in now) != (each == name)))


def _tell_staff(code: str) -> None:
    """The counter sees which language the person reads now."""
    try:
        visit_id = own_visit_id()
        if visit_id is not None:
            set_language(workplace().store, visit_id, code)
    except StoreError:
        # The visit has ended meanwhile; the next screen says so.
        return


def _call_staff() -> None:
    here = workplace()
    if here.store.is_alone:
        # Nobody would hear it, and nobody shall wait for that.
        return
    here.calls.call(here.desk.name, _visit_id())
    here.publish_calls()


def _visit_id() -> VisitId | None:
    """Also whoever's visit is gone gets staff."""
    try:
        return own_visit_id()
    except StoreError:
        return None


def _back(address: str) -> str:
    """Only to a screen of ours: the address is made anew from the screen that it names, or the first one's."""
    try:
        parts = urlsplit(address)
        screen, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (ValueError, HTTPException):
        return start_address()
    query = urlencode(parse_qsl(parts.query))
    ours = screen.startswith("lobby.")
    return f"{url_for(screen, **values)}{'?' if query else ''}{query}" if ours else start_address()


def _is_start(address: str) -> bool:
    return urlsplit(address).path == url_for("lobby.start.show")
