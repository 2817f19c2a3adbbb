"""docs/fields.ja.md says of each field of an official form where it stands on ours: held against the sheets themselves."""

import re
from pathlib import Path

import pytest

from printing.sheets.parts import Label
from tests.printing.samples import sheet_of

PAGE = (Path(__file__).parent.parent.parent / "docs" / "fields.ja.md").read_text("utf-8")
SECTIONS = re.findall(r"^## \d+\. .*?（`(\w+)`）\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
ON_EVERY_SHEET = ("sheet.", "visitor.", "organisation.", "legal.", "basis")
"""Who came and the office's own fields, which the page tells once for all sheets."""


def rows_of(section: str) -> list[list[str]]:
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_twenty_forms_are_told_of_each_with_a_source() -> None:
    assert len({id for id, _ in SECTIONS}) == 20
    assert all("資料: <http" in section and "根拠: " in section for _, section in SECTIONS)


@pytest.mark.parametrize(("id", "section"), SECTIONS, ids=[id for id, _ in SECTIONS])
def test_what_is_said_to_be_on_the_paper_is_there_and_nothing_else(id: str, section: str) -> None:
    sheet = sheet_of(id)
    printed = "\n".join(each.text.replace("\n", "") for each in sheet.drawings if isinstance(each, Label))
    told: set[str] = set()
    for field, place, why in rows_of(section):
        keys, blanks = re.findall(r"`([^`]+)`", place), re.findall("空欄「(.+)」", place)
        told.update(keys)
        assert keys or blanks or (place == "なし" and why), field
        assert all(blank in printed.split("\n") for blank in blanks), field
    items = sheet.items()
    people = {item for item in items if any(other.startswith(f"{item}.") for other in items)}
    assert told <= items
    assert {item for item in items - people - told if not item.startswith(ON_EVERY_SHEET)} == set()
