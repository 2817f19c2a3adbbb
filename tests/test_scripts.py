"""The scripts of the screens: pinned tools, and the same numbers as the Python code they repeat."""

import json
import re
from pathlib import Path

import pytest

from forms.ticket import frame
from forms.ticket.frame import LARGEST_TEXT
from forms.wareki import YEARS
from kiosk.backoffice.code import RECEIPT_BODY

ROOT = Path(__file__).parent.parent
SCANNER = "kiosk/desk/static/js/scanner.js"
DATES = "kiosk/web/static/js/writtendate.js"

SHARED = {
    "HEAD": frame.HEAD,
    "SHORTEST_BODY": frame.SHORTEST_BODY,
    "RECEIPT_BODY": RECEIPT_BODY,
    "LARGEST_TEXT": LARGEST_TEXT,
    "LONGEST_INPUT": frame.LONGEST_INPUT,
}


def script(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def constant(path: str, name: str) -> int:
    found = re.search(rf"^(?:export )?const {name} = ([\d_]+);", script(path), re.MULTILINE)
    assert found, f"{path} has no number {name}"
    return int(found[1])


@pytest.mark.parametrize("name", SHARED)
def test_the_scanner_script_knows_the_frame_of_a_ticket(name: str) -> None:
    assert constant(SCANNER, name) == SHARED[name]


def test_the_scanner_script_accepts_the_same_parts_of_a_ticket() -> None:
    greatest = re.search(r'digits\[1\] > "(\d)"', script(SCANNER))
    assert greatest
    assert int(greatest[1]) == max(frame.SINGLE, frame.FIRST, frame.SECOND)


def test_the_date_script_knows_the_years_that_are_taken_for_a_date() -> None:
    """The eras come from the server with each page; tests/browser/test_written_date.py holds all the rest equal."""
    assert range(constant(DATES, "FIRST_YEAR"), constant(DATES, "LAST_YEAR") + 1) == YEARS


def test_the_lock_holds_the_very_versions_of_the_tools() -> None:
    wanted = json.loads(script("package.json"))["devDependencies"]
    locked = json.loads(script("package-lock.json"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_every_script_is_checked() -> None:
    scripts = {str(path.relative_to(ROOT)) for path in (ROOT / "kiosk").rglob("*.js")}
    assert scripts
    assert all(re.fullmatch(r"kiosk/\w+/static/(js/)?\w+\.js", path) for path in scripts)
