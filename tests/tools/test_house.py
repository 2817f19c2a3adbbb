"""The figures of the house: every line is there, and no request works out the same journey again and again."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.house import PAGE, Module, figures, main, read_modules, renew_table, used_once
from tools.houserequests import Cost, measure_requests

ROWS = ("modules", "lines that are imports", "counter, GET visit", "files that list kinds of questions")
MOST_JOURNEYS = 2
"""Before and after what the page says."""


@pytest.fixture(scope="module")
def costs() -> Mapping[str, Cost]:
    return measure_requests()


def test_it_prints_a_table_and_the_names_behind_it() -> None:
    printed = CliRunner().invoke(main, ["--lists"], catch_exceptions=False).output
    table = [line for line in printed.splitlines() if line.startswith("|")]
    assert [row for row in ROWS if not any(line.startswith(f"| {row}") for line in table)] == []
    assert "  kiosk/prefill/page.py" in printed.splitlines()


def test_no_request_works_out_a_journey_twice(costs: Mapping[str, Cost]) -> None:
    assert len(costs) == 5
    assert {
        request: cost.journeys for request, cost in costs.items() if not 1 <= cost.journeys <= MOST_JOURNEYS
    } == {}


def test_a_request_runs_the_module_that_answers_it(costs: Mapping[str, Cost]) -> None:
    assert "kiosk/prefill/page.py" in costs["phone, POST page"].modules
    assert not any(module.startswith("kiosk/desk/") for module in costs["phone, POST page"].modules)


def test_the_page_has_a_row_for_every_figure(costs: Mapping[str, Cost]) -> None:
    rows = dict(figures(read_modules(), costs))
    renewed = renew_table(PAGE.read_text(encoding="utf-8"), rows)
    assert [name for name, figure in rows.items() if f"| {figure} |" not in line_of(renewed, name)] == []
    with pytest.raises(KeyError, match="towers"):
        renew_table(renewed, {"towers": "3"})


def test_who_is_imported_by_one_other_module_is_found() -> None:
    modules = (
        Module(Path("forms/a.py"), "from forms import b\nimport forms.c\n"),
        Module(Path("forms/b.py"), "from forms.c import thing\n"),
        Module(Path("forms/c.py"), '"""Two lines.\n"""\n'),
    )
    assert used_once(modules) == ["forms.b"]
    assert [module.lines for module in modules] == [2, 1, 2]
    assert [module.import_lines for module in modules] == [2, 1, 0]


def line_of(page: str, name: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
