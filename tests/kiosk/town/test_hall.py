"""The town hall as data: who waits for what, where, and when it is open."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from forms import DataMistake
from kiosk.clock import JAPAN
from kiosk.town.hall import Hall, read_hall, upcoming

PAGE = Path(__file__).parents[3] / "docs/hall.md"
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
PROCEDURES = ("resident_record_copy", "seal_certificate", "move_in", "move_out", "birth_report")
DESKS = ("counter-1", "counter-2")


def hall_of(folder: Path, *replacements: tuple[str, str], more: str = "") -> Hall:
    text = EXAMPLE + more
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    file = folder / "hall.toml"
    file.write_text(text, encoding="utf-8")
    found = read_hall(file, PROCEDURES, DESKS)
    assert found is not None
    return found


def test_it_works_with_the_example_of_the_page(tmp_path: Path) -> None:
    hall = hall_of(tmp_path)
    assert [queue.label for queue in hall.queues_of("main")] == ["証明書", "引っ越し"]
    window = hall.window_of("counter-1")
    assert window is not None
    assert hall.queues_at(window) == hall.queues
    assert hall.window_label("w1") == "1番窓口"


def test_a_town_without_the_file_has_no_hall(tmp_path: Path) -> None:
    assert read_hall(tmp_path / "hall.toml", PROCEDURES, DESKS) is None


@pytest.mark.parametrize(
    ("procedures", "queue"),
    [
        (["seal_certificate"], "cert"),
        (["move_in", "resident_record_copy", "move_out"], "move"),
        (["move_in", "resident_record_copy"], "cert"),
        (["birth_report"], None),
        ([], None),
    ],
)
def test_a_code_tells_its_queue(tmp_path: Path, procedures: list[str], queue: str | None) -> None:
    found = hall_of(tmp_path).queue_for(procedures, "main")
    assert (found.id if found else None) == queue


OPEN = {
    "an ordinary Monday": (datetime(2026, 11, 30, 8, 30, tzinfo=JAPAN), True),
    "before it opens": (datetime(2026, 11, 30, 8, 29, tzinfo=JAPAN), False),
    "when it closes": (datetime(2026, 11, 30, 17, 15, tzinfo=JAPAN), False),
    "a Saturday": (datetime(2026, 11, 28, 10, 0, tzinfo=JAPAN), False),
    "a holiday": (datetime(2026, 11, 3, 10, 0, tzinfo=JAPAN), False),
    "the holiday instead of a Sunday": (datetime(2027, 3, 22, 10, 0, tzinfo=JAPAN), False),
    "the last day of the year": (datetime(2026, 12, 31, 10, 0, tzinfo=JAPAN), False),
}


@pytest.mark.parametrize(("moment", "is_open"), OPEN.values(), ids=OPEN.keys())
def test_a_site_is_open_in_its_hours(tmp_path: Path, moment: datetime, is_open: bool) -> None:
    assert hall_of(tmp_path).is_open("main", moment) is is_open


def test_the_days_ahead_on_which_it_is_closed_have_their_reason(tmp_path: Path) -> None:
    closed = dict(upcoming(hall_of(tmp_path), "main", date(2026, 12, 20), 25))
    assert closed[date(2026, 12, 29)] == "年末年始"
    assert closed[date(2027, 1, 11)] == "成人の日"
    assert date(2026, 12, 27) not in closed


def test_a_site_that_opens_on_holidays_says_so(tmp_path: Path) -> None:
    more = '[[hours]]\nweekdays = "tue"\nopen = "09:00"\nclose = "12:00"\nholidays = true\n'
    hall = hall_of(tmp_path, more=more)
    assert hall.opening("main", date(2026, 11, 3)) == (
        datetime(2026, 11, 3, 9, 0, tzinfo=JAPAN),
        datetime(2026, 11, 3, 12, 0, tzinfo=JAPAN),
    )


MISTAKES = {
    "a desk that is nowhere": (('desk = "counter-1"', 'desk = "counter-9"'), "desk"),
    "an unknown section": (('sections = ["juumin"]', 'sections = ["zeimu"]'), "sections"),
    "an unknown procedure": (('"seal_certificate"]', '"sea_certificate"]'), "procedures"),
    "two queues with one letter": (('letter = "M"', 'letter = "C"'), "letter"),
    "a letter that looks like a digit": (('letter = "M"', 'letter = "O"'), "letter"),
    "an hour that is none": (('open = "08:30"', 'open = "8:30"'), "open"),
    "closing before opening": (('close = "17:15"', 'close = "08:30"'), "close"),
    "weekdays backwards": (('"mon-fri"', '"fri-mon"'), "weekdays"),
    "an end before its beginning": (("until = 2027-01-03", "until = 2026-01-03"), "until"),
    "a key that is unknown": (("floor = 1", "flor = 1"), "flor"),
    "no letter": (('letter = "M"\n', ""), "letter"),
}


@pytest.mark.parametrize(("change", "key"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_its_key(tmp_path: Path, change: tuple[str, str], key: str) -> None:
    with pytest.raises(DataMistake) as caught:
        hall_of(tmp_path, change)
    assert caught.value.mistake.key.split(".")[-1].split("[")[0] == key


def test_a_stay_names_what_there_is(tmp_path: Path) -> None:
    (stay,) = hall_of(tmp_path, more='[[stay]]\nsites = ["main"]\nprocedures = ["move_in"]\n').stays
    assert stay.holds("main", "", ["move_in", "move_out"])
    assert not stay.holds("main", "w1", ["move_out"])
    assert not stay.holds("east", "w1", ["move_in"])
    for wrong, key in (('windows = ["w9"]', "stay[1].windows"), ("", "stay[1].windows")):
        with pytest.raises(DataMistake) as caught:
            hall_of(tmp_path, more=f"[[stay]]\n{wrong}\n")
        assert caught.value.mistake.key == key


def test_a_queue_without_a_window_and_a_site_without_hours_are_found(tmp_path: Path) -> None:
    more = '[[section]]\nid = "zeimu"\nlabel = "税務課"\n[[queue]]\nid = "tax"\nlabel = "税"\nsection = "zeimu"\nletter = "T"\n'
    more += '[[site]]\nid = "east"\nlabel = "東支所"\nkind = "branch"\n'
    with pytest.raises(DataMistake) as caught:
        hall_of(tmp_path, more=more)
    assert [mistake.key for mistake in caught.value.mistakes] == ["queue[3].section", "site[2].hours"]
