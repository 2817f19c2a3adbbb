"""Signing in through the town's own directory: there and back, once an attempt."""

from flask import Blueprint, abort, redirect, render_template, request, session, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.counter.login import let_in
from kiosk.desk.counter.session import note_directory, sessions
from kiosk.desk.refusals import explain
from kiosk.desk.workplace import workplace
from kiosk.directory import Attempt, DirectoryError, DirectoryReason, TownDirectory
from kiosk.signin import sign_in_by_directory
from kiosk.staff import StaffError
from kiosk.store import StoreError, StoreReason
from kiosk.web.security import client_name

routes = Blueprint("directory", __name__)

ATTEMPT = "attempt"
"""In the cookie: the name of the sign-in that is on its way."""


@routes.get("/login/directory")
def begin() -> ft.ResponseReturnValue:
    """Send the browser to the town's directory."""
    directory = _directory()
    if not sessions().tries.take(client_name()):
        abort(429)
    attempt = Attempt(url_for("counter.directory.come_back", _external=True))
    try:
        address = directory.address_for(attempt)
    except DirectoryError as error:
        return _refused(error)
    session[ATTEMPT] = attempt.state
    sessions().attempts.put(attempt.state, attempt)
    return redirect(address, 303)


@routes.get("/login/directory/back")
def come_back() -> ft.ResponseReturnValue:
    """Let in whoever comes back with what this very attempt asked for; the same address a second time opens nothing."""
    directory, here = _directory(), workplace()
    attempt = sessions().attempts.take(session.pop(ATTEMPT, ""))
    try:
        if attempt is None or here.store.is_alone:
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED)
        known = directory.who_is(attempt, request.args)
        rights = directory.settings.rights_of(known.groups) if directory.settings.group else None
        hall = here.office.hall
        if directory.settings.unknown_sections([each.id for each in hall.sections] if hall else ()):
            raise DirectoryError(DirectoryReason.NO_ROLE)
        staff = sign_in_by_directory(here.store, known.name, rights, desk=here.desk.name)
    except (DirectoryError, StaffError) as error:
        return _refused(error)
    answer = let_in(staff)
    note_directory()
    return answer


@routes.app_template_global()
def directory_label() -> str:
    """Return what stands on the button; empty in a town without a directory, and in practice."""
    office = workplace().office
    found = office.settings.directory
    return found.label if found and not office.training else ""


def _directory() -> TownDirectory:
    if not directory_label():
        raise NotFound
    settings = workplace().office.settings.directory
    assert settings is not None
    return TownDirectory(settings)


def _refused(error: DirectoryError | StaffError) -> ft.ResponseReturnValue:
    told = StoreError(StoreReason.NEEDS_DATABASE) if workplace().store.is_alone else error
    return render_template("counter/login.html", refusal=explain(told), name=""), 422
