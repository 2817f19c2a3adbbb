"""「朝の確認」: the devices, paper, printers and tills of all desks, seen at once before the doors open."""

from collections.abc import Sequence

from flask import Blueprint, render_template, typing as ft

from kiosk.desk.counter import start, till
from kiosk.desk.rounds import Level, PrinterLook, TillState, look_at_printers, look_at_tills
from kiosk.desk.workplace import workplace
from kiosk.fleet.report import Look, Part, look_at_desks, read_reports
from kiosk.office import now, today

routes = Blueprint("opening", __name__)

OF_DESKS = (Part.REPORT, Part.CLOCK, Part.PROGRAM, Part.BUNDLE)
"""What the other tables of the page do not say."""


@routes.get("/opening")
def show() -> ft.ResponseReturnValue:
    """Ask every printer now, and show what does not work before it is needed."""
    here, day = workplace(), today()
    desks = here.office.settings.desks
    printers = look_at_printers(desks, here.desk.name)
    tills = look_at_tills(here.store, desks, day) if till.uses_till() else ()
    is_told = not (here.store.is_alone or here.office.training)
    looks = look_at_desks(desks, read_reports(here.store), now()) if is_told else ()
    printers = tuple(_as_reported(each, looks) for each in printers)
    own = [trouble for trouble in here.devices.troubles() if trouble.device != "printer"]
    _, broken = start.read_calls()
    wrong = sum(each.level is Level.WRONG for each in printers) + len(own) + len(broken)
    wrong += sum(each.state is TillState.FORGOTTEN for each in tills)
    standing = [(look, [each for each in look.troubles if each.part in OF_DESKS]) for look in looks]
    wrong += sum(each.level.value == Level.WRONG.value for _, troubles in standing for each in troubles)
    return render_template(
        "counter/opening.html",
        day=day,
        printers=printers,
        without=[desk.label for desk in desks if desk.printer_uri is None],
        tills=tills,
        own=own,
        broken=broken,
        standing=standing,
        wrong=wrong,
    )


def _as_reported(seen: PrinterLook, looks: Sequence[Look]) -> PrinterLook:
    """Where only the desk itself can ask its printer, what it last said of it."""
    look = next((look for look in looks if (look.desk.label,) == seen.desks), None)
    if seen.level is not Level.UNSEEN or look is None or look.report is None or not look.printer:
        return seen
    troubles = [each for each in look.troubles if each.part is Part.PRINTER]
    if not troubles:
        return PrinterLook(seen.desks, Level.GOOD, look.printer)
    return PrinterLook(seen.desks, Level(troubles[0].level.value), troubles[0].sentence)
