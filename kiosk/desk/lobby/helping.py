"""What is always there below the question: the look, the language, and a call for staff.

Whoever uses it comes back to the same step with nothing lost. Every screen but a question is shown by its address, so
the address is the way back. A question holds what nobody has sent yet: its own form sends that along, and the screens
in between carry it in hidden fields.
"""

from urllib.parse import urlsplit

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.look import start_address, turn
from kiosk.desk.lobby.session import VISIT
from kiosk.store import StoreError, VisitId, set_language
from kiosk.web.language import KEPT, OFFERED, speak

LANGUAGES, CALL, STAY = "languages", "call", "stay"
LOOK, LANGUAGE = "look:", "language:"

_NOT_CARRIED = {"csrf_token", "action"}


@lobby.post("/help")
def help_wanted() -> ResponseReturnValue:
    """A button below a screen that its address shows."""
    action, back = request.form.get("action", ""), _back(request.form.get("back", ""))
    if action == CALL:
        _call_staff()
        return redirect(url_for("lobby.called", back=back), 303)
    if action == LANGUAGES:
        return redirect(url_for("lobby.languages", back=back), 303)
    _change(action)
    return redirect(start_address() if _is_start(back) else back, 303)


@lobby.get("/languages")
def languages() -> ResponseReturnValue:
    """Every language by its own name."""
    return _aside(LANGUAGES, _back(request.args.get("back", "")))


@lobby.get("/called")
def called() -> ResponseReturnValue:
    return _aside("called", _back(request.args.get("back", "")))


def is_help(action: str) -> bool:
    return action in (LANGUAGES, CALL, STAY) or action.startswith((LOOK, LANGUAGE))


def helped(action: str) -> ResponseReturnValue | None:
    """The same buttons below a question: the screen in between with the question's fields, or nothing where the
    question itself comes next."""
    if action == CALL:
        _call_staff()
        return _aside("called", same_screen(), carried=_carried())
    if action == LANGUAGES:
        return _aside(LANGUAGES, same_screen(), carried=_carried())
    _change(action)
    return None


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    return {"same_screen": same_screen()}


def same_screen() -> str:
    """The address that shows this screen again."""
    return request.full_path.rstrip("?")


def _aside(name: str, back: str, carried: tuple[tuple[str, str], ...] | None = None) -> ResponseReturnValue:
    g.lobby_screen = name
    return render_template(f"lobby/{name}.html", back=back, carried=carried)


def _carried() -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CARRIED)


def _change(action: str) -> None:
    if action.startswith(LOOK):
        turn(action.removeprefix(LOOK))
    code = action.removeprefix(LANGUAGE)
    if action.startswith(LANGUAGE) and code in OFFERED:
        session[KEPT] = code
        speak(code)
        _tell_staff(code)


def _tell_staff(code: str) -> None:
    """The counter sees which language the person reads now."""
    visit_id = session.get(VISIT)
    if not isinstance(visit_id, str):
        return
    try:
        set_language(workplace().store, VisitId(visit_id), code)
    except StoreError:
        # The visit has ended meanwhile; the next screen says so.
        return


def _call_staff() -> None:
    here, visit_id = workplace(), session.get(VISIT)
    here.calls.call(here.desk.name, VisitId(visit_id) if isinstance(visit_id, str) else None)
    here.publish_calls()


def _back(address: str) -> str:
    """Only to a screen of ours."""
    ours = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if ours else start_address()


def _is_start(address: str) -> bool:
    return urlsplit(address).path == url_for("lobby.start")
