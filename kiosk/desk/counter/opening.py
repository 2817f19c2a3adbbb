"""「朝の確認」: the devices, paper, printers and tills of all desks, seen at once before the doors open."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kiosk.desk.counter.start import read_calls
from kiosk.desk.counter.till import uses_till
from kiosk.desk.rounds import Level, TillState, look_at_printers, look_at_tills
from kiosk.desk.workplace import workplace
from kiosk.office import today

routes = Blueprint("opening", __name__)


@routes.get("/opening")
def show() -> ResponseReturnValue:
    """Ask every printer now, and show what does not work before it is needed."""
    here, day = workplace(), today()
    desks = here.office.settings.desks
    printers = look_at_printers(desks, here.desk.name)
    tills = look_at_tills(here.store, desks, day) if uses_till() else ()
    own = [trouble for trouble in here.devices.troubles() if trouble.device != "printer"]
    _, broken = read_calls()
    wrong = sum(each.level is Level.WRONG for each in printers) + len(own) + len(broken)
    wrong += sum(each.state is TillState.FORGOTTEN for each in tills)
    return render_template(
        "counter/opening.html",
        day=day,
        printers=printers,
        without=[desk.label for desk in desks if desk.printer_uri is None],
        tills=tills,
        own=own,
        broken=broken,
        wrong=wrong,
    )
