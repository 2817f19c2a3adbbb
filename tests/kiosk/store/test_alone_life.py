"""Two desks, tickets that are brought to either, a database that comes and goes, programs that are started again: whatever
the order, each paper that was printed is in the records in the end, once, and nobody's ticket is served twice unseen."""

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from kiosk.settings import Database, DeskMode
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    StoreReason,
    Visit,
    VisitId,
    WayIn,
    abandon_visit,
    finish_visit,
    list_twins,
    new_visit_id,
    open_desk_store,
    open_visit,
    read_visit,
    record_print,
    seal_answers,
)
from kiosk.store.audit import read_all, verify_chain
from kiosk.store.journal import JournalKeys
from tests.kiosk.store.test_journal import keys_in

FOLDERS = itertools.count()
TICKETS = [f"{number:064x}" for number in range(1, 4)]
DESKS = "ab"
A_DESK, WHICH = st.sampled_from(DESKS), st.integers(0, 99)
NOT_OPEN = {StoreReason.VISIT_CLOSED, StoreReason.VISIT_UNKNOWN, StoreReason.NOT_PRINTED}


class AloneLife(RuleBasedStateMachine):
    """Both desks can go on alone, and any of them opens, prints and ends what it finds."""

    root: Path
    keys: JournalKeys

    def __init__(self) -> None:
        super().__init__()
        self.folder = self.root / str(next(FOLDERS))
        self.database = Database(
            f"sqlite:///{self.folder / 'desk.sqlite'}", None, 12, journal_folder=self.folder / "journal"
        )
        self.desks = {desk: self.begin(desk) for desk in DESKS}
        self.is_gone = False
        self.visits: list[Visit] = []
        self.papers: Counter[str] = Counter()
        self.by_ticket: dict[str, set[str]] = {}

    def begin(self, desk: str) -> Store:
        return open_desk_store(self.database, desk, desk.upper(), self.keys)

    @rule(desk=A_DESK, ticket=st.sampled_from(TICKETS))
    def serve(self, desk: str, ticket: str) -> None:
        id = new_visit_id()
        sealed = seal_answers({"you.name": "吉田　花子"}, id, self.keys.public())
        new = NewVisit(
            desk, desk.upper(), DeskMode.COUNTER, WayIn.TICKET, id=id, fingerprint=ticket, sealed=sealed
        )
        try:
            visit = open_visit(self.desks[desk], new)
        except StoreError as error:
            if error.reason is not StoreReason.ALREADY_FINISHED:
                raise
            return
        self.visits.append(visit)
        self.by_ticket.setdefault(ticket, set()).add(visit.id)

    @precondition(lambda self: self.visits)
    @rule(desk=A_DESK, which=WHICH)
    def print(self, desk: str, which: int) -> None:
        visit = self.visits[which % len(self.visits)]
        with suppress_not_open():
            record_print(self.desks[desk], visit.id, PrintOutcome.PRINTED, sheets=1)
            self.papers[visit.id] += 1

    @precondition(lambda self: self.visits)
    @rule(desk=A_DESK, which=WHICH, abandon=st.booleans())
    def end(self, desk: str, which: int, abandon: bool) -> None:
        with suppress_not_open():
            (abandon_visit if abandon else finish_visit)(
                self.desks[desk], self.visits[which % len(self.visits)].id
            )

    @rule(desk=A_DESK)
    def look_around(self, desk: str) -> None:
        self.desks[desk].look_around()

    @precondition(lambda self: not self.is_gone)
    @rule()
    def lose(self) -> None:
        (self.folder / "away").mkdir()
        for part in self.folder.glob("desk.sqlite*"):
            part.rename(self.folder / "away" / part.name)
        (self.folder / "desk.sqlite").mkdir()
        self.hang_up()
        self.is_gone = True

    @precondition(lambda self: self.is_gone)
    @rule()
    def come_back(self) -> None:
        (self.folder / "desk.sqlite").rmdir()
        for part in (self.folder / "away").iterdir():
            part.rename(self.folder / part.name)
        (self.folder / "away").rmdir()
        self.hang_up()
        self.is_gone = False

    def hang_up(self) -> None:
        """Whoever has the file open would go on with it."""
        for store in self.desks.values():
            store.engine.dispose()

    @rule(desk=A_DESK)
    def start_again(self, desk: str) -> None:
        self.desks[desk].close()
        self.desks[desk] = self.begin(desk)

    @rule(desk=A_DESK)
    def join(self, desk: str) -> None:
        assert self.desks[desk].join() == (not self.desks[desk].is_alone)

    def teardown(self) -> None:
        if self.is_gone:
            self.come_back()
        for desk in DESKS:
            self.join_twice(desk)
        store = self.desks["a"]
        assert verify_chain(store).is_whole
        twins = list_twins(store)
        printed = [entry for entry in read_all(store) if entry.event == "sheets_printed"]
        assert len(printed) == self.papers.total()
        for id, papers in self.papers.items():
            beside = sum(each.later.printed_times for each in twins if each.other.id == id)
            assert read_visit(store, VisitId(id)).printed_times + beside >= papers
        for ids in self.by_ticket.values():
            self.check_twins(ids, {frozenset((each.later.id, each.other.id)) for each in twins})
        for desk in DESKS:
            self.desks[desk].close()

    def join_twice(self, desk: str) -> None:
        """The second time as if the power had gone before the journal was deleted."""
        file = self.folder / "journal" / f"{desk}.journal"
        kept = file.read_bytes() if file.exists() else b""
        assert self.desks[desk].join()
        if not kept:
            return
        before = self.count_all(desk)
        file.write_bytes(kept)
        self.start_again(desk)
        assert self.desks[desk].join()
        assert self.count_all(desk) == before

    def count_all(self, desk: str) -> tuple[int, int]:
        return len(list(read_all(self.desks[desk]))), len(list_twins(self.desks[desk]))

    def check_twins(self, ids: set[str], told: set[frozenset[str]]) -> None:
        """Of a ticket that became paper in two visits, neither given up, a person is told."""
        store = self.desks["a"]
        out = [id for id in ids if self.papers[id] and read_visit(store, VisitId(id)).status != "abandoned"]
        if len(out) > 1:
            assert any(pair <= ids for pair in told)


@contextmanager
def suppress_not_open() -> Iterator[None]:
    """Not every desk may do it to every visit at every time."""
    try:
        yield
    except StoreError as error:
        if error.reason not in NOT_OPEN:
            raise


def test_whatever_the_order(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    AloneLife.root, AloneLife.keys = tmp_path, keys_in(tmp_path_factory.mktemp("keys"))
    run_state_machine_as_test(AloneLife, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
