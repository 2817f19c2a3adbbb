"""Several towns in one process, told apart by the name or the path under which residents ask: each with own keys.

`folder/CODE/config/town.toml` is one town, `public_url` its place: a name of its own, or a path below a common one
(`https://ken.example.jp/towns/014001`). Nothing is shared but the program: a cookie of one town is never sent to
another one's place, and would open nothing there. Names divide better than paths: to a browser, all below one name
is one site.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response

from forms import DataMistake, Told
from kiosk.logs import event
from kiosk.office import Office, open_office
from kiosk.prefill.app import LARGEST_BODY, create_app
from kiosk.settings.reading import FILE_NAME
from kiosk.web import Front, server

_log = logging.getLogger("kiosk.prefill")


@dataclass(frozen=True, slots=True)
class TownFolder:
    """One town's folder; `office` is None where its settings are mistaken, `trouble` then says why."""

    code: str
    office: Office | None
    trouble: str = ""

    @property
    def host(self) -> str:
        """The name under which residents ask."""
        return self.office.settings.prefill.host_name if self.office else ""

    @property
    def path(self) -> str:
        """The path below it, empty where the town has the name for itself."""
        return self.office.settings.prefill.path if self.office else ""

    def takes_from(self, other: "TownFolder") -> bool:
        """Whether one of the two lies at or below the other's place, so that it would get what is the other's."""
        is_nested = server.is_below(self.path, other.path) or server.is_below(other.path, self.path)
        return self.host == other.host and is_nested


def read_towns(folder: Path) -> tuple[TownFolder, ...]:
    """Return every town of the folder by its code; one whose place another one has already is in trouble."""
    towns: list[TownFolder] = []
    for file in sorted(folder.glob(f"*/config/{FILE_NAME}")):
        code = file.parent.parent.name
        try:
            found = TownFolder(code, open_office(file.parent))
        except (Told, DataMistake) as error:
            found = TownFolder(code, None, str(error))
        if found.office and any(town.office and found.takes_from(town) for town in towns):
            taken = f"{found.host}{found.path} は、もう使われている名前です。public_url を直してください。"
            found = TownFolder(code, None, taken)
        towns.append(found)
    return tuple(towns)


class Towns:
    """The WSGI application in front of the towns'; each town's is made when it is first asked for."""

    def __init__(self, towns: Iterable[TownFolder]) -> None:
        self._offices = {(town.host, town.path): town.office for town in towns if town.office}
        self._hosts = {host for host, _ in self._offices}
        self._apps: dict[tuple[str, str], Front] = {}
        self._lock = Lock()
        self._stopping = server.Stopping()

    def begin_to_stop(self) -> None:
        """Say at each /healthz that nobody new is wanted."""
        self._stopping.begin()
        for app in [*self._apps.values()]:
            _stop(app)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app = self._app(
            self._place(server.read_host_name(environ.get("HTTP_HOST", "")), environ.get("PATH_INFO", ""))
        )
        if app is not None:
            return app(environ, start_response)
        if environ.get("PATH_INFO") == server.HEALTHZ:
            well = not self._stopping.has_begun
            answer = Response("ok\n" if well else "stopping\n", 200 if well else 503, mimetype="text/plain")
        else:
            answer = Response("404 Not Found\n", 404, server.REFUSED_HEADERS)
        return answer(environ, start_response)

    def _place(self, host: str, asked: str) -> tuple[str, str]:
        """Return under which name and path the town lives that would answer."""
        if host not in self._hosts or (host, "") in self._offices:
            return host, ""
        parts = asked.split("/")
        paths = ("/".join(parts[:count]) for count in range(2, len(parts) + 1))
        return host, next((path for path in paths if (host, path) in self._offices), "")

    def _app(self, place: tuple[str, str]) -> Front | None:
        """Return the town's application; None for a place that is no town's, or where it cannot be made."""
        known, office = self._apps.get(place), self._offices.get(place)
        if known or office is None:
            return known
        with self._lock:
            if place not in self._apps:
                try:
                    self._apps[place] = create_app(office)
                except (Told, DataMistake) as error:
                    reason = error.reason if isinstance(error, Told) else error.mistake.kind
                    event(_log, "town_failed", logging.ERROR, host="".join(place), reason=str(reason))
                    return None
                if self._stopping.has_begun:
                    _stop(self._apps[place])
            return self._apps[place]


def _stop(app: Flask) -> None:
    for end in app.extensions[server.BEFORE_STOP]:
        end()


def create_towns_app(towns: Iterable[TownFolder]) -> Flask:
    """Return what the server runs: the towns, by their places, and `/healthz` under any other one."""
    outer, dispatcher = Flask("kiosk.prefill.towns", static_folder=None), Towns(towns)
    outer.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    outer.extensions[server.BEFORE_STOP] = (dispatcher.begin_to_stop,)
    outer.wsgi_app = dispatcher  # type: ignore[method-assign]
    return outer


def places_of(towns: Iterable[TownFolder]) -> Mapping[str, str]:
    """Return the name and path of each town that can be asked, by its code."""
    return {town.code: town.host + town.path for town in towns if town.office}
