"""Templates stay readable: no line that nobody reads to its end."""

import re
from pathlib import Path

import pytest

KIOSK = Path(__file__).parents[3] / "kiosk"
FOLDERS = ("web", "prefill", "desk", "styleguide")
TEMPLATES = sorted(file for folder in FOLDERS for file in (KIOSK / folder / "templates").rglob("*.html"))
LONGEST_LINE = 200


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(KIOSK)))
def test_lines_stay_short(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE] == []


FOR_RESIDENTS = [file for file in TEMPLATES if "prefill" in file.parts or "lobby" in file.parts]


@pytest.mark.parametrize("file", FOR_RESIDENTS, ids=lambda file: str(file.relative_to(KIOSK)))
def test_a_form_without_a_name_is_no_place_for_a_screen_reader(file: Path) -> None:
    forms = re.findall(r"<form\b[^>]*>", file.read_text(encoding="utf-8"))
    assert [
        form
        for form in forms
        if 'role="none"' not in form and "aria-label" not in form and not form.endswith("hidden>")
    ] == []
