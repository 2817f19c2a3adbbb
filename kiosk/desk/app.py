"""The desk as a Flask application."""

import threading
from contextlib import suppress

from flask import render_template, session

from forms.mistake import DataMistake
from kiosk.desk import refusals, scan, staging
from kiosk.desk.counter import counter, login
from kiosk.desk.counter.session import CounterSessions
from kiosk.desk.live import routes as live
from kiosk.desk.lobby import LobbyWatch, kanji, lobby
from kiosk.desk.workplace import Workplace
from kiosk.office import Office
from kiosk.settings import Desk, DeskMode, read_secret
from kiosk.stacks import sheet_of
from kiosk.store import StoreError, read_attendance
from kiosk.web import Front, FrontOptions, equip, front, hold, language, running, searching, server
from printing import PrintingError, SheetJob, SheetValues, render


def create_app(office: Office, desk: Desk, workplace: Workplace) -> Front:
    """Build the application of one desk. Nothing is started and nothing in the database changes before `start_desk`."""
    app = Front("kiosk.desk", template_folder="templates", static_folder="static")
    hold(app, workplace)
    hold(app, searching.Searches(workplace.office))
    equip(app, _options(office, desk))
    app.extensions[server.BEFORE_STOP] += (workplace.hub.close,)
    app.add_template_global(front.own_static_url, "own_static")
    app.jinja_env.globals.update(desk=desk, training=office.training)
    app.before_request(refusals.forget_elsewhere)
    app.register_blueprint(live)
    if desk.mode is DeskMode.LOBBY:
        app.register_blueprint(lobby)
        hold(app, LobbyWatch(workplace))
    else:
        app.before_request(login.only_staff_hear)
        app.register_blueprint(counter)
        hold(app, CounterSessions())
        hold(app, staging.Exercises())
    for kind in refusals.REFUSALS:
        app.register_error_handler(kind, _refused)
    return app


def start_desk(app: Front) -> None:
    """Start the devices and threads of the desk; a lobby also closes what was left open there. Raise DataMistake,
    StoreError."""
    here = running(Workplace, app)
    here.start()
    if here.desk.mode is DeskMode.LOBBY:
        running(LobbyWatch, app).start()
        threading.Thread(target=kanji.read_dictionary, name="dictionary", daemon=True).start()


def warm(app: Front) -> None:
    """Do once, beside the start, what the first screen of the day would wait a second for: read its templates, open the
    fonts and draw the form that is asked for most."""
    here = running(Workplace, app)
    for name in app.jinja_env.list_templates(
        filter_func=lambda name: name.startswith((f"{here.desk.mode}/", "kit/"))
    ):
        app.jinja_env.get_template(name)
    catalogue = here.office.catalogue
    for procedure in (*catalogue.chosen(here.office.settings.prefill.first), *catalogue.current.values())[:1]:
        # The desk says what is missing when it draws for somebody.
        with suppress(PrintingError, DataMistake):
            render([SheetJob(sheet_of(procedure, here.office), SheetValues())])


def serves_somebody(app: Front) -> bool:
    """Return whether stopping now would disturb anybody: a visit on a screen here, a job on its way, no database."""
    here = running(Workplace, app)
    if here.store.is_alone or here.printer.jobs.printing:
        return True
    if here.desk.mode is DeskMode.LOBBY:
        return running(LobbyWatch, app).serves_somebody
    try:
        return any(each.desk == here.desk.name for each in read_attendance(here.store).presences)
    except StoreError:
        return True


def stop_desk(app: Front) -> None:
    """Stop what `start_desk` started, and close the database."""
    running(Workplace, app).stop()


def _options(office: Office, desk: Desk) -> FrontOptions:
    town = office.settings.town
    return FrontOptions(
        # Cookies of one PC are shared between ports: practice has its own.
        name=f"{'training' if office.training else 'desk'}-{desk.name}",
        town=f"【練習中】{town.name}" if office.training else town.name,
        town_latin="" if office.training else town.latin,
        phone=town.phone,
        secret=read_secret(desk.session_secret_file),
        largest_body=scan.LARGEST_PICTURE + 64 * 1024,
        languages=language.OFFERED if desk.mode is DeskMode.LOBBY else (language.JAPANESE,),
        language=lambda: str(session.get(language.KEPT, language.JAPANESE)),
        dates_in_parts=desk.mode is DeskMode.LOBBY,
        streets=office.streets,
        hosts=(desk.host,),
    )


def _refused(error: Exception) -> tuple[str, int]:
    """The outermost edge for everything our packages refuse: words and a way on, never a traceback."""
    return render_template("desk/refused.html", refusal=refusals.explain(error)), 409
