"""Wide matrices, as twelve languages in every look: whole with `--sweep`, in every other run a part of them.

The part holds the corners, which are the likeliest to break, and a share of the rest that is another one each day: so
all is seen within as many days as there are shares. The top of each run says its turn; `--turn` repeats it. Who names a
single test gets every case of it.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from random import Random
from typing import TypeVar

import pytest

Case = TypeVar("Case")
Corner = Callable[[Mapping[str, object]], bool]
"""Whether the case with these parameters is one that every run looks at."""


def swept(shares: int, corner: Corner, *, together: str = "") -> pytest.MarkDecorator:
    """Mark a parametrised test as a wide matrix: corners and one of so many shares of the rest run each day.

    Tests that are marked `together` are one matrix: long walks of one kind, of which each day has its share.
    """
    return pytest.mark.sweep(shares=shares, corner=corner, together=together)


def in_turns(together: str, shares: int) -> pytest.MarkDecorator:
    """Mark long walks of one kind: each day has one of so many shares of them."""
    return swept(shares, lambda _: False, together=together)


def chosen(cases: Iterable[tuple[str, Mapping[str, object], Case]], mark: pytest.Mark, turn: int) -> list[Case]:
    """Return the cases of one matrix that run in this turn, whatever order they come in."""
    corner: Corner = mark.kwargs["corner"]
    known = sorted(cases, key=lambda each: each[0])
    rest = [case for _, parameters, case in known if not corner(parameters)]
    # Mixed, since every third of a list may well be always the same look.
    Random(len(rest)).shuffle(rest)
    shares: int = mark.kwargs["shares"]
    return [case for _, parameters, case in known if corner(parameters)] + rest[turn % shares :: shares]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sweep")
    group.addoption("--sweep", action="store_true", help="run the wide matrices whole")
    group.addoption(
        "--sweep-minutes", type=float, default=0.0, help="begin no further case of a matrix after this"
    )
    group.addoption("--turn", type=int, default=date.today().toordinal(), help="which share of a matrix runs")


def pytest_configure(config: pytest.Config) -> None:
    """The processes of xdist get the options of the first one: all of them choose for the same day and stop together."""
    if not hasattr(config.option, "sweep_ends"):
        minutes = config.option.sweep_minutes
        config.option.sweep_ends = time.time() + 60 * minutes if minutes else 0.0


def pytest_report_header(config: pytest.Config) -> str:
    return "sweep: whole" if config.option.sweep else f"sweep: a part, --turn {config.option.turn}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.sweep or any("::" in each for each in config.args):
        return
    matrices: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if mark := item.get_closest_marker("sweep"):
            matrices[mark.kwargs["together"] or item.nodeid.partition("[")[0]].append(item)
    left_out = {
        item for cases in matrices.values() for item in set(cases) - set(_of_today(cases, config.option.turn))
    }
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    ends = item.config.option.sweep_ends
    if ends and time.time() > ends and item.get_closest_marker("sweep"):
        pytest.skip("the time of the sweep is over")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    def count(*ends: str) -> int:
        reports = [report for end in ends for report in terminalreporter.stats.get(end, ())]
        return len({report.nodeid for report in reports if "sweep" in report.keywords})

    if config.option.sweep:
        ran, left = count("passed", "failed", "error"), count("skipped")
        terminalreporter.write_line(f"sweep: {ran} of {ran + left} cases ran")


def _of_today(cases: list[pytest.Item], turn: int) -> list[pytest.Item]:
    (mark,) = cases[0].iter_markers("sweep")
    return chosen(((each.nodeid, _parameters(each), each) for each in cases), mark, turn)


def _parameters(item: pytest.Item) -> Mapping[str, object]:
    assert isinstance(item, pytest.Function)
    return item.callspec.params if hasattr(item, "callspec") else {}
