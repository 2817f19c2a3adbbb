"""An exercise at this desk: brought about in the practice hall, and looked at. Nothing here may run at the real desk."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, or_

from forms.ticket import Keyring
from forms.ticket.keys import first_key
from kiosk import office, tickets
from kiosk.desk.workplace import Workplace
from kiosk.hall.turns import new_key
from kiosk.register import generation, practice
from kiosk.scenario import Happened, Scenario, TillStart
from kiosk.staff import Staff
from kiosk.store import Visit, VisitId, audit, claim_print, read_visit, tilltables
from kiosk.till.payment import Line, Method, Payment
from kiosk.till.tills import Tills

NOWHERE = "ipp://127.0.0.1:9/ipp/print"
"""Where no printer answers."""

CUT_BEFORE = timedelta(minutes=10)
"""Longer than a print mark stays fresh."""

OTHER_TOWNS = ("011002", "131016")
"""札幌市, and 千代田区 where the practice hall is that very one."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A scenario under way. What is later in the audit log than `began` belongs to it."""

    scenario: Scenario
    began: int
    texts: tuple[str, ...] = ()
    """The digits of the resident's ticket."""
    visit: VisitId | None = None
    """Where the visit was open before the clerk came."""


class Exercises:
    """The exercise of this desk: one at a time, forgotten when the program ends."""

    def __init__(self) -> None:
        self.under_way: Exercise | None = None

    def of(self, scenario_id: str) -> Exercise | None:
        """Return the exercise if it is this scenario that is under way."""
        found = self.under_way
        return found if found is not None and found.scenario.id == scenario_id else None


@dataclass(frozen=True, slots=True)
class Practising:
    """Who practises at which desk; `second` is whom everything before the exercise is ascribed to."""

    here: Workplace
    staff: Staff
    second: Staff
    station: str


def lacking(scenario: Scenario, here: Workplace) -> str:
    """Return what this desk lacks for a scenario, in words; empty for nothing."""
    start = scenario.start
    if start.till is not None and not here.office.settings.till.use:
        return "レジを使わない町では、この課題はありません。"
    if start.is_printer_dead and here.desk.printer_uri is None:
        return "この端末にはプリンターが設定されていません。"
    if start.has_card and not here.devices.reader_works:
        return "カードリーダーか、練習用の仮想リーダーが必要です。"
    return ""


def begin(scenario: Scenario, who: Practising) -> Exercise:
    """Bring the scenario about; whatever the one before had broken is whole again. Raise TicketError, StoreError, TillError."""
    here, start = who.here, scenario.start
    end(here)
    if start.has_register:
        practice.seed_register(here.store, here.office, office.today())
    texts: tuple[str, ...] = ()
    if start.resident is not None:
        ring = Keyring(next(code for code in OTHER_TOWNS if code != here.office.settings.town.code), ())
        keys = replace(ring, keys=(first_key(ring, office.now()),)).public() if start.is_of_another_town else None
        texts = tuple(tickets.seal_application(start.resident, here.office, keys=keys).texts)
    visit = _cut_print(texts, who) if start.is_print_cut else None
    if start.is_printer_dead:
        here.printer.print_at(NOWHERE)
    if start.till is not None:
        _open_till(start.till, who)
    return Exercise(scenario, audit.read_head(here.store).seq, texts, visit.id if visit else None)


def end(here: Workplace) -> None:
    """Mend what a scenario has broken, and forget what it has made known."""
    here.printer.print_at(None)
    if here.office.training and generation.read_generations(here.store):
        generation.forget(here.store)


def look(exercise: Exercise, here: Workplace) -> Happened:
    """Return what has happened at this desk since the exercise began. Raise StoreError."""
    entries = [
        each for each in audit.read_entries(here.store, after=exercise.began) if each.desk == here.desk.name
    ]
    touched = (exercise.visit, *(each.visit_id for each in entries))
    ids = dict.fromkeys(VisitId(id) for id in touched if id)
    return Happened(tuple(entries), tuple(read_visit(here.store, id) for id in ids))


def _cut_print(texts: tuple[str, ...], who: Practising) -> Visit:
    """The visit of the ticket, open, with the mark of a job that stopped minutes ago."""
    here = who.here
    visit = here.reception.scan(texts, who.station, who.staff.id)
    earlier = replace(here.store, clock=lambda: office.now() - CUT_BEFORE)
    claim_print(earlier, visit, here.desk.name)
    return visit


def _open_till(start: TillStart, who: Practising) -> None:
    """A till of practice as somebody else has opened it this morning, whatever was there before."""
    here = who.here
    days = delete(tilltables.TillDayRow).where(
        tilltables.TillDayRow.till == here.desk.till,
        or_(tilltables.TillDayRow.closed_at.is_(None), tilltables.TillDayRow.day == office.today()),
    )
    with here.store.writing() as session:
        session.execute(days)
    tills, fee = Tills(here.store, here.desk.till), next(iter(here.office.fees))
    tills.open(new_key(), start.float_yen, who.second)
    for amount in start.taken:
        tills.take(new_key(), Payment((Line("", fee, 1, amount),), Method.CASH), who.second)
