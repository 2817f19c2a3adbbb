"""Two desks, tickets that are brought to either, a database that comes and goes, programs that are started again: whatever
the order, each paper that was printed is in the records in the end, once, and nobody's ticket is served twice unseen."""

import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
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
    open_store,
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
NOT_OPEN = {StoreReason.VISIT_CLOSED, StoreReason.VISIT_UNKNOWN, StoreReason.NOT_PRINTED}


class AloneLife(RuleBasedStateMachine):
    """Desk A can go on alone, desk B cannot."""

    root: Path
    keys: JournalKeys

    def __init__(self) -> None:
        super().__init__()
        self.folder = self.root / str(next(FOLDERS))
        self.database = Database(
            f"sqlite:///{self.folder / 'desk.sqlite'}", None, 12, journal_folder=self.folder / "journal"
        )
        self.a = self.begin_a()
        self.b = open_store(self.database)
        self.is_gone = False
        self.visits: dict[str, list[Visit]] = {"a": [], "b": []}
        self.papers: Counter[str] = Counter()
        self.by_ticket: dict[str, set[str]] = {}

    def begin_a(self) -> Store:
        return open_desk_store(self.database, "a", "A", self.keys)

    def serve(self, store: Store, desk: str, ticket: str) -> None:
        id = new_visit_id()
        sealed = seal_answers({"you.name": "吉田　花子"}, id, self.keys.public())
        new = NewVisit(
            desk, desk.upper(), DeskMode.COUNTER, WayIn.TICKET, id=id, fingerprint=ticket, sealed=sealed
        )
        try:
            visit = open_visit(store, new)
        except StoreError as error:
            if error.reason is not StoreReason.ALREADY_FINISHED:
                raise
            return
        self.visits[desk].append(visit)
        self.by_ticket.setdefault(ticket, set()).add(visit.id)

    def print(self, store: Store, visit: Visit) -> None:
        try:
            record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
        except StoreError as error:
            if error.reason not in NOT_OPEN:
                raise
            return
        self.papers[visit.id] += 1

    def end(self, store: Store, visit: Visit, *, abandon: bool) -> None:
        try:
            (abandon_visit if abandon else finish_visit)(store, visit.id)
        except StoreError as error:
            if error.reason not in NOT_OPEN:
                raise

    @rule(ticket=st.sampled_from(TICKETS))
    def a_serves(self, ticket: str) -> None:
        self.serve(self.a, "a", ticket)

    @precondition(lambda self: self.visits["a"])
    @rule(data=st.data())
    def a_prints(self, data: st.DataObject) -> None:
        self.print(self.a, data.draw(st.sampled_from(self.visits["a"])))

    @precondition(lambda self: self.visits["a"])
    @rule(data=st.data(), abandon=st.booleans())
    def a_ends(self, data: st.DataObject, abandon: bool) -> None:
        self.end(self.a, data.draw(st.sampled_from(self.visits["a"])), abandon=abandon)

    @precondition(lambda self: not self.is_gone)
    @rule(ticket=st.sampled_from(TICKETS))
    def b_serves(self, ticket: str) -> None:
        self.serve(self.b, "b", ticket)

    @precondition(lambda self: not self.is_gone and (self.visits["a"] or self.visits["b"]))
    @rule(data=st.data())
    def b_prints(self, data: st.DataObject) -> None:
        self.print(self.b, data.draw(st.sampled_from(self.visits["a"] + self.visits["b"])))

    @precondition(lambda self: not self.is_gone and self.visits["b"])
    @rule(data=st.data(), abandon=st.booleans())
    def b_ends(self, data: st.DataObject, abandon: bool) -> None:
        self.end(self.b, data.draw(st.sampled_from(self.visits["b"])), abandon=abandon)

    @rule()
    def a_looks_around(self) -> None:
        self.a.look_around()

    @precondition(lambda self: not self.is_gone)
    @rule()
    def lose(self) -> None:
        (self.folder / "away").mkdir()
        self.a.engine.dispose()
        self.b.engine.dispose()
        for part in self.folder.glob("desk.sqlite*"):
            part.rename(self.folder / "away" / part.name)
        (self.folder / "desk.sqlite").mkdir()
        self.is_gone = True

    @precondition(lambda self: self.is_gone)
    @rule()
    def come_back(self) -> None:
        (self.folder / "desk.sqlite").rmdir()
        for part in (self.folder / "away").iterdir():
            part.rename(self.folder / part.name)
        (self.folder / "away").rmdir()
        self.a.engine.dispose()
        self.is_gone = False

    @rule()
    def a_starts_again(self) -> None:
        self.a.close()
        self.a = self.begin_a()

    @rule()
    def a_joins(self) -> None:
        assert self.a.join() == (not self.a.is_alone)

    def teardown(self) -> None:
        if self.is_gone:
            self.come_back()
        self.join_twice()
        assert verify_chain(self.a).is_whole
        twins = list_twins(self.a)
        beside = {each.other.id: each.later for each in twins}
        printed = [entry for entry in read_all(self.a) if entry.event == "sheets_printed"]
        assert len(printed) == self.papers.total()
        for id, papers in self.papers.items():
            found = read_visit(self.a, VisitId(id))
            other = beside.get(VisitId(id))
            copied = other.printed_times if other is not None else 0
            assert found.printed_times + copied >= papers
        for ids in self.by_ticket.values():
            self.check_twins(ids, {frozenset((each.later.id, each.other.id)) for each in twins})
        self.a.close()
        self.b.close()

    def join_twice(self) -> None:
        """The second time as if the power had gone before the journal was deleted."""
        file = self.folder / "journal" / "a.journal"
        kept = file.read_bytes() if file.exists() else b""
        assert self.a.join()
        if not kept:
            return
        before = (len(list(read_all(self.a))), len(list_twins(self.a)))
        file.write_bytes(kept)
        self.a.close()
        self.a = self.begin_a()
        assert self.a.join()
        assert (len(list(read_all(self.a))), len(list_twins(self.a))) == before

    def check_twins(self, ids: set[str], told: set[frozenset[str]]) -> None:
        """Of a ticket that became paper in two visits, neither given up, a person is told."""
        out = [id for id in ids if self.papers[id] and read_visit(self.a, VisitId(id)).status != "abandoned"]
        if len(out) > 1:
            assert any(pair <= ids for pair in told)


def test_whatever_the_order(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    AloneLife.root, AloneLife.keys = tmp_path, keys_in(tmp_path_factory.mktemp("keys"))
    run_state_machine_as_test(AloneLife, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
