"""docs/settings.md and the code name the same settings."""

import dataclasses
import re
from pathlib import Path

import pytest

from kiosk.settings import (
    Counter,
    Database,
    Desk,
    Directory,
    Fleet,
    Hall,
    Keys,
    Paper,
    Prefill,
    Requesters,
    SecondFactor,
    Section,
    SettingsError,
    Till,
    Town,
    Way,
    load_settings,
)
from tests.kiosk.townfile import DESK, SECTION, TOWN, WAY

SECTIONS = {
    "[town]": Town,
    "[hall]": Hall,
    "[[section]]": Section,
    "[prefill]": Prefill,
    "[[way]]": Way,
    "[[desk]]": Desk,
    "[database]": Database,
    "[keys]": Keys,
    "[fleet]": Fleet,
    "[paper]": Paper,
    "[counter]": Counter,
    "[second_factor]": SecondFactor,
    "[directory]": Directory,
    "[till]": Till,
    "[requesters]": Requesters,
}
PAGE = (Path(__file__).parents[2] / "docs/settings.md").read_text(encoding="utf-8")


def fields_of(section: str) -> set[str]:
    return {field.name for field in dataclasses.fields(SECTIONS[section])}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_setting_is_documented_and_nothing_else(section: str) -> None:
    part = PAGE.split(f"\n## {section} ")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE)) == fields_of(section)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_keys_a_section_takes_are_its_fields(tmp_path: Path, section: str) -> None:
    start = {"[[desk]]": DESK, "[[section]]": SECTION, "[[way]]": WAY}.get(section, f"{section}\n")
    text = TOWN.replace("[town]\n", "[town]\nstray = 1\n") if section == "[town]" else TOWN + start + "stray = 1\n"
    (tmp_path / "town.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert set(caught.value.next_step.split("使える項目: ")[1].split("、")) == fields_of(section)


def test_the_sections_of_the_page_are_those_of_the_file() -> None:
    assert re.findall(r"^## (\[+[a-z_]+\]+)", PAGE, re.MULTILINE) == list(SECTIONS)
