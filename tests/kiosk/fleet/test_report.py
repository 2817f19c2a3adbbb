"""One look in the morning shows which of the town's desks to walk to, by what they have said of themselves."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.desk.workplace import open_workplace
from kiosk.fleet.report import DeskReport, Level, Part, look_at_desks, read_reports
from kiosk.settings import load_settings
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.offices import CONFIG
from tests.kiosk.store.conftest import MORNING

WELL = DeskReport("counter-1", MORNING, MORNING, "0.2.0", 7, 0, "ready", "works", "none")
DESKS = load_settings(CONFIG).desks


def test_a_desk_that_is_well_is_seen_as_such() -> None:
    reports = {name: replace(WELL, desk=name) for name in ("counter-1", "lobby-1")}
    looks = look_at_desks(DESKS, reports, MORNING + timedelta(minutes=5))
    assert [(look.level, look.troubles) for look in looks] == [(Level.GOOD, ())] * 2
    assert looks[0].printer == "プリンターは使えます。"


@pytest.mark.parametrize(
    ("report", "part", "level"),
    [
        (replace(WELL, clock_off=-300), Part.CLOCK, Level.WRONG),
        (replace(WELL, printer="paper_out"), Part.PRINTER, Level.WRONG),
        (replace(WELL, printer="unreachable"), Part.PRINTER, Level.WRONG),
        (replace(WELL, printer="paper_low"), Part.PRINTER, Level.CAUTION),
        (replace(WELL, reader="no_reader"), Part.READER, Level.CAUTION),
        (replace(WELL, scanner="lost"), Part.SCANNER, Level.CAUTION),
        (replace(WELL, program="0.1.9"), Part.PROGRAM, Level.CAUTION),
        (replace(WELL, bundle=6), Part.BUNDLE, Level.CAUTION),
        (replace(WELL, reported_at=MORNING - timedelta(hours=9)), Part.REPORT, Level.WRONG),
        (None, Part.REPORT, Level.WRONG),
    ],
)
def test_what_is_not_as_it_should_be_is_named(report: DeskReport | None, part: Part, level: Level) -> None:
    reports = {"lobby-1": replace(WELL, desk="lobby-1")} | ({"counter-1": report} if report else {})
    look = next(each for each in look_at_desks(DESKS, reports, MORNING) if each.desk.name == "counter-1")
    (trouble,) = look.troubles
    assert (trouble.part, trouble.level, look.level) == (part, level, level)
    assert trouble.sentence.endswith("。")


def test_what_a_newer_program_says_is_no_trouble() -> None:
    reports = {
        name: replace(WELL, desk=name, printer="folding", reader="humming") for name in ("counter-1", "lobby-1")
    }
    assert {look.level for look in look_at_desks(DESKS, reports, MORNING)} == {Level.GOOD}


def test_a_running_desk_reports_by_itself_and_not_all_the_time(tmp_path: Path) -> None:
    hall = build_town_hall(tmp_path / "hall")
    here = open_workplace(hall.office, hall.office.settings.desk(name="counter-1"))
    here.report()
    first = read_reports(here.store)["counter-1"]
    here.report()
    assert read_reports(here.store)["counter-1"] == first
    assert (first.bundle, first.scanner) == (0, "none")
    here.hub.close()
    here.printer.stop()
    here.store.close()
