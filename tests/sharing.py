"""How `make test` shares its tests among the processes of xdist: a browser's one by one, all others by the dozen.

xdist asks a process after each test whether it wants another one, and counts all it has done to know: at 12,000 tests,
most of which take a few milliseconds, the asking takes longer than the testing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

import pytest
from xdist.scheduler import LoadGroupScheduling  # type: ignore[import-untyped]
from xdist.workermanage import WorkerController  # type: ignore[import-untyped]

DOZEN = 24
"""So many tests of one file go to a process at once; few enough that both cores are busy to the end."""
ALONE = ("tests/browser/", "tests/test_run.py", "tests/deploy/")
"""Where a single test takes seconds."""

Unit = dict[str, bool]
"""Tests that go to a process together, and whether each is done."""


class Dozens(LoadGroupScheduling):  # type: ignore[misc]
    """Gives away dozens of tests, and forgets what is done."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        super().__init__(config, log)
        self._units: Mapping[str, str] = {}
        self._places: dict[WorkerController, dict[str, int]] = {}

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        """Take the list of a process, which is the same for all."""
        super().add_node_collection(node, collection)
        self._places[node] = {test: place for place, test in enumerate(collection)}
        self._units = self._units or dict(units_of(collection))

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Cross the test off, and its unit with its last one."""
        test = self.registered_collections[node][item_index]
        work: dict[str, Unit] = self.assigned_work[node]
        unit = work[self._split_scope(test)]
        unit[test] = True
        if all(unit.values()):
            del work[self._split_scope(test)]
        self._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        return self._units[nodeid]

    def _assign_work_unit(self, node: WorkerController) -> None:
        name, unit = self.workqueue.popitem(last=False)
        self.assigned_work.setdefault(node, {})[name] = unit
        node.send_runtest_some([self._places[node][test] for test, is_done in unit.items() if not is_done])


def units_of(tests: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each test with the name of the unit it goes in: a group's own, its file's by the dozen, or itself."""
    seen: Counter[str] = Counter()
    for number, test in zip(count(), tests, strict=False):
        file, _, name = test.partition("::")
        group = name.rpartition("@")[2] if name.rfind("@") > name.rfind("]") else ""
        if group or file.startswith(ALONE):
            yield test, group or f"{number}"
        else:
            yield test, f"{file}#{seen[file] // DOZEN}"
            seen[file] += 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Dozens | None:
    """Share out in dozens where xdist would share out test by test."""
    return Dozens(config, log) if config.getoption("dist") == "loadgroup" else None
