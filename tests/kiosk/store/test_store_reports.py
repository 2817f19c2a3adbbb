"""What each desk says of itself is kept in the database, one row a desk, with the database's own clock beside."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from kiosk.fleet.report import DeskReport, read_reports, write_report
from kiosk.office import now
from kiosk.settings import DeskMode
from kiosk.store import NewVisit, Store, WayIn, open_visit
from tests.kiosk.store.conftest import MORNING, Clock

WELL = DeskReport("counter-1", MORNING, MORNING, "0.2.0", 7, 0, "ready", "works", "none")


def test_a_report_takes_the_place_of_the_last_and_knows_the_last_visit(store: Store, clock: Clock) -> None:
    write_report(store, replace(WELL, reported_at=clock.now))
    assert read_reports(store)["counter-1"].last_visit_at is None
    open_visit(store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND))
    open_visit(store, NewVisit("lobby-1", "C", DeskMode.LOBBY, WayIn.HAND))
    clock.pass_by(minutes=5)
    write_report(store, replace(WELL, reported_at=clock.now, printer="jam"))
    (found,) = read_reports(store).values()
    assert (found.printer, found.last_visit_at) == ("jam", MORNING)
    clock.pass_by(days=3)
    write_report(store, replace(WELL, reported_at=clock.now))
    assert read_reports(store)["counter-1"].last_visit_at == MORNING


def test_the_databases_clock_is_the_measure(store: Store) -> None:
    ahead = now() + timedelta(minutes=10)
    write_report(store, replace(WELL, reported_at=ahead))
    found = read_reports(store)["counter-1"]
    if store.is_shared:
        assert abs(found.clock_off - 600) < 60
        assert abs((found.reported_at - now()).total_seconds()) < 60
    else:
        assert found.clock_off == 0


def test_a_report_has_no_place_for_a_person(store: Store) -> None:
    with store.reading() as session:
        columns = set(session.execute(text("SELECT * FROM desk_report")).keys())
    assert columns == {
        "desk",
        "reported_at",
        "started_at",
        "program",
        "bundle",
        "clock_off",
        "printer",
        "reader",
        "scanner",
        "last_visit_at",
    }
