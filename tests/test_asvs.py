"""docs/asvs.md names every requirement once, and nothing in it that is not there."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (V[^|]*) \| ([^|]*) \| ([^|]*)\| ([^|]*)\|$", re.MULTILINE)
RANGE = re.compile(r"V(\d+\.\d+)\.(\d+)(?:–(\d+))?")
SHOWN = re.compile(r"`([^`]+)`")
STATES = {"met", "partly", "not met", "town", "n/a"}

LAST = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5},
    **{"6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2},
    **{"8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11},
    **{"10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1},
    **{"12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4},
    **{"14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3},
    **{"17.1": 1, "17.2": 4, "17.3": 2},
}
"""Of each section, the last requirement of level 1 or 2 in version 5.0.0; those of level 3 follow."""


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall((ROOT / "docs/asvs.md").read_text("utf-8"))


def numbers(cell: str) -> Iterator[str]:
    for section, first, last in RANGE.findall(cell):
        yield from (f"{section}.{number}" for number in range(int(first), int(last or first) + 1))


def test_it_works_every_requirement_of_level_two_stands_there_once() -> None:
    wanted = Counter(f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1))
    assert wanted.total() == 253
    assert Counter(number for cell, *_ in rows() for number in numbers(cell)) == wanted


def test_every_row_has_a_state_and_nothing_is_met_without_something_that_shows_it() -> None:
    assert {state for _, state, _, _ in rows()} <= STATES
    assert [cell for cell, state, _, shown in rows() if state in ("met", "partly") and not shown.strip()] == []
    assert [cell for cell, state, how, _ in rows() if state != "met" and not how.strip()] == []


def test_every_file_and_every_name_that_is_said_to_show_it_exists() -> None:
    missing = []
    for cell, _, _, shown in rows():
        text = ""
        for name in SHOWN.findall(shown):
            if "/" in name or name.endswith((".md", ".toml")):
                file = ROOT / name
                text = file.read_text("utf-8") if file.is_file() else ""
                missing += [] if file.is_file() else [f"{cell}: {name}"]
            elif not re.search(rf"def {name}\(" if name.startswith("test_") else rf"\b{re.escape(name)}\b", text):
                missing.append(f"{cell}: {name}")
    assert missing == []
