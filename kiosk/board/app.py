"""The board as a Flask application: it reads the shared database and changes nothing."""

import secrets

from flask import Blueprint, Response, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from kiosk.board.calls import SPOKEN, Recordings, read_board, status_of, voice
from kiosk.hall.estimate import Estimator
from kiosk.office import Office
from kiosk.settings import read_secret
from kiosk.store import Store
from kiosk.town.hall import Hall
from kiosk.town.status import pack_status
from kiosk.web import Front, FrontOptions, equip, front, hold, qr, running

routes = Blueprint("board", __name__)


class BoardSource:
    """The hall and the database that the board shows."""

    def __init__(self, hall: Hall, store: Store, recordings: Recordings, secret: bytes | None) -> None:
        self.hall = hall
        self.secret = secret
        self.recordings = recordings
        self.estimators = {site.id: Estimator(hall, store, site.id) for site in hall.sites}


def create_app(office: Office, hall: Hall, store: Store) -> Front:
    """Return the application. Nobody signs in: it shows nothing but numbers, windows and counts.

    Raise SettingsError for an unreadable key of the status.
    """
    app = Front("kiosk.board", template_folder="templates", static_folder="static")
    town = office.settings.town
    equip(app, FrontOptions(name="board", town=town.name, phone=town.phone, secret=secrets.token_bytes(32)))
    app.add_template_global(front.own_static_url, "own_static")
    key = office.settings.keys.status_key_file
    secret = read_secret(key) if key else None
    hold(app, BoardSource(hall, store, Recordings(office.settings.folder), secret))
    app.add_template_filter(qr.qr_path, "qr_path")
    app.register_blueprint(routes)
    return app


@routes.get("/")
def start() -> ResponseReturnValue:
    """Lead to the board of the first site."""
    return redirect(url_for("board.show", site=running(BoardSource).hall.sites[0].id))


@routes.get("/board/<site>")
def show(site: str) -> ResponseReturnValue:
    """Show the board of a site; `?only=w3` is the display of one window."""
    source = running(BoardSource)
    place = source.hall.site(site)
    only = request.args.get("only", "")
    if place is None or only not in ("", *(window.id for window in source.hall.windows)):
        raise NotFound
    board = read_board(source.estimators[site], place, source.recordings, only)
    code = None
    if source.secret and not only:
        code = qr.qr_modules(pack_status(status_of(board, place), source.secret))
    return render_template("board/board.html", board=board, site=place, code=code)


@routes.get("/audio/<name>")
def play(name: str) -> ResponseReturnValue:
    """Play one piece of a call, or what the PC's voice says."""
    if name.endswith(f".{SPOKEN}"):
        said = voice(name)
        return Response(said, mimetype="audio/wav") if said else ("", 404)
    folder = running(BoardSource).recordings.folder_of(name)
    if folder is None:
        raise NotFound
    return send_from_directory(folder, name, conditional=True)
