"""Whatever cashiers do in whatever order: the money adds up to the yen, and receipts have no gap."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TypeVar

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kiosk.clock import day_in_japan
from kiosk.hall.turns import new_key
from kiosk.staff import Staff
from kiosk.store import Store
from kiosk.till.payment import Entry, Line, Method, Payment, VisitNumber
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tillday import DENOMINATIONS, Count, sums_by_fee, sums_by_method
from kiosk.till.tills import Tills, sum_day
from tests.kiosk.store.conftest import Clock

T = TypeVar("T")
RUNS: Iterator[int] = count()
WHO = st.sampled_from(["sato", "mori", "head", "kato"])
LINES = st.lists(
    st.builds(
        Line, st.just(""), st.sampled_from(["record", "seal"]), st.integers(0, 3), st.sampled_from([0, 300, 350])
    ),
    max_size=3,
).map(tuple)


class TillMachine(RuleBasedStateMachine):
    """Two tills beside a purse that somebody keeps by hand."""

    store: Store
    clock: Clock
    staff: Mapping[str, Staff]

    @initialize()
    def begin(self) -> None:
        run = next(RUNS)
        self.clock.pass_by(days=30)
        self.tills = {name: Tills(self.store, f"{name}-{run}") for name in ("a", "b")}
        self.open: dict[str, date] = {}
        self.over: set[tuple[str, date]] = set()
        self.purse: dict[tuple[str, date], int] = {}
        self.cash: dict[str, int] = {}
        self.entries: list[tuple[str, date, Entry]] = []
        self.void: set[str] = set()
        self.presses: list[tuple[str, str, Payment, str, Entry]] = []
        self.visits = [VisitNumber(self.today, f"{letter}-{run % 1000:03}") for letter in "AC"]

    @property
    def today(self) -> date:
        return day_in_japan(self.clock.now)

    @rule(till=st.sampled_from("ab"), who=WHO, float_yen=st.sampled_from([-1, 0, 20_000, 1_000_001]))
    def the_morning(self, till: str, who: str, float_yen: int) -> None:
        got = attempt(lambda: self.tills[till].open(new_key(), float_yen, self.staff[who]))
        wanted = who != "kato" and 0 <= float_yen <= 1_000_000
        if wanted and till not in self.open and (till, self.today) not in self.over:
            assert not isinstance(got, TillReason)
            self.open[till], self.cash[till] = self.today, float_yen
            self.purse[till, self.today] = 0
        else:
            assert isinstance(got, TillReason)

    @rule(
        till=st.sampled_from("ab"),
        who=WHO,
        lines=LINES,
        method=st.sampled_from(Method),
        visit=st.sampled_from([None, 0, 1]),
        seen=st.integers(0, 2),
    )
    def somebody_pays(
        self, till: str, who: str, lines: tuple[Line, ...], method: Method, visit: int | None, seen: int
    ) -> None:
        number = None if visit is None else self.visits[visit]
        payment = Payment(lines, method, number, "welfare" if method is Method.FREE else "", seen)
        key = new_key()
        self.clock.pass_by(seconds=1)
        got = attempt(lambda: self.tills[till].take(key, payment, self.staff[who]))
        is_fine = (
            bool(lines) and all(line.count for line in lines) and (method is Method.FREE or payment.total > 0)
        )
        already = sum(entry.payment.visit == number for _, _, entry in self.entries)
        may = who != "kato" and self.open.get(till) == self.today and (number is None or already == seen)
        assert isinstance(got, Entry) == (is_fine and may)
        if isinstance(got, Entry):
            self.note(till, got)
            self.presses.append((till, key, payment, who, got))

    @rule(data=st.data())
    def a_form_is_sent_again(self, data: st.DataObject) -> None:
        if self.presses:
            till, key, payment, who, entry = data.draw(st.sampled_from(self.presses))
            assert attempt(lambda: self.tills[till].take(key, payment, self.staff[who])) == at_rest(entry)

    @rule(data=st.data(), who=WHO)
    def somebody_takes_it_back(self, data: st.DataObject, who: str) -> None:
        if not self.entries:
            return
        till, day, entry = data.draw(st.sampled_from(self.entries))
        self.clock.pass_by(seconds=1)
        got = attempt(lambda: self.tills[till].void(new_key(), entry.id, "amount", self.staff[who]))
        may = who == "head" or (who != "kato" and self.staff[who].id == entry.staff_id)
        is_open = self.open.get(till) == day == self.today
        is_there = entry.voids is None and entry.id not in self.void
        assert isinstance(got, Entry) == (may and is_open and is_there)
        if isinstance(got, Entry):
            self.void.add(entry.id)
            self.note(till, got)

    @rule(till=st.sampled_from("ab"), who=WHO, second=WHO, off=st.sampled_from([0, 0, -100, 5]), why=st.booleans())
    def the_evening(self, till: str, who: str, second: str, off: int, why: bool) -> None:
        day = self.open.get(till, self.today)
        expected = self.cash.get(till, 0)
        lies_there = max(0, expected + off)
        reason = "unknown" if why else ""
        got = attempt(
            lambda: self.tills[till].close(
                new_key(), day, spread(lies_there), reason, self.staff[who], self.staff[second], expected=expected
            )
        )
        may = who != "kato" and who != second and till in self.open and (lies_there == expected or why)
        assert isinstance(got, TillReason) != may
        if may:
            self.over.add((till, day))
            del self.open[till], self.cash[till]

    @rule()
    def the_night(self) -> None:
        self.clock.pass_by(days=1)

    @invariant()
    def every_yen_is_where_it_should_be(self) -> None:
        if not hasattr(self, "tills"):
            return
        for (till, day), yen in self.purse.items():
            assert sum_day(self.store, self.tills[till].till, day) == yen
            found = self.tills[till].day(day)
            assert found is not None
            assert sum(each.yen for each in sums_by_fee(found.entries)) == yen
            assert sum(sums_by_method(found.entries).values()) == yen
            assert (found.closing is not None) == ((till, day) in self.over)
            if found.closing is None:
                assert found.expected == self.cash[till]
        for till in self.tills:
            numbers = [entry.serial.number for at, _, entry in self.entries if at == till and entry.serial]
            assert numbers == list(range(1, len(numbers) + 1))

    def note(self, till: str, entry: Entry) -> None:
        day = self.open[till]
        self.entries.append((till, day, entry))
        self.purse[till, day] += entry.amount
        if entry.payment.method is Method.CASH:
            self.cash[till] += entry.amount


def at_rest(entry: Entry) -> Entry:
    """As it is read again: what the cashier had seen is not kept."""
    return replace(entry, payment=replace(entry.payment, seen=0))


def spread(yen: int) -> Count:
    pieces = {}
    for value in DENOMINATIONS:
        pieces[value], yen = divmod(yen, value)
    return Count.of(pieces)


def attempt(act: Callable[[], T]) -> T | TillReason:
    try:
        return act()
    except TillError as error:
        return error.reason


def test_any_days_at_two_tills(store: Store, clock: Clock, staff: Mapping[str, Staff]) -> None:
    machine = type("Machine", (TillMachine,), {"store": store, "clock": clock, "staff": staff})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=30))
