"""Whatever people and staff do in whatever order: nobody is lost, called twice or served at two windows."""

from collections.abc import Callable, Iterator
from itertools import count

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kiosk.hall.turn import HAND_ON, RESUME, SEAT, STEPS, NewTurn, State, Step, Turn, TurnError, TurnReason, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.store import Store
from tests.kiosk.store.conftest import Clock

LETTERS = {"cert": "C", "move": "M"}
WINDOWS = ("w1", "w2")
SITES: Iterator[int] = count()


class HallMachine(RuleBasedStateMachine):
    """A hall with two queues and two windows beside a list that does the same by hand."""

    store: Store
    clock: Clock

    @initialize()
    def open(self) -> None:
        self.turns = Turns(self.store, f"site-{next(SITES)}")
        self.states: dict[str, State] = {}
        self.queues: dict[str, str] = {}
        self.order: list[str] = []
        self.windows: dict[str, str] = {}
        self.spans: dict[str, int] = {}

    @rule(queue=st.sampled_from(sorted(LETTERS)))
    def somebody_comes(self, queue: str) -> None:
        self.clock.pass_by(seconds=1)
        turn = self.turns.issue(new_key(), NewTurn(self.turns.site, queue, LETTERS[queue], Way.LOBBY))
        assert turn.id not in self.states
        self.note(turn)
        self.order.append(turn.id)

    @rule(window=st.sampled_from(WINDOWS), queues=st.sets(st.sampled_from(sorted(LETTERS)), min_size=1))
    def a_window_calls(self, window: str, queues: set[str]) -> None:
        self.clock.pass_by(seconds=1)
        waiting = [id for id in self.order if self.states[id] is State.WAITING and self.queues[id] in queues]
        turn = attempt(lambda: self.turns.call_next(new_key(), window, queues))
        if isinstance(turn, TurnReason):
            assert (turn, self.at(window) is not None) == (TurnReason.WINDOW_BUSY, True)
            return
        assert (turn.id if turn else None) == (waiting[0] if waiting else None)
        if turn:
            assert self.at(window) is None
            self.note(turn)

    @rule(data=st.data(), step=st.sampled_from(sorted(STEPS)), window=st.sampled_from(WINDOWS))
    def a_button_is_pressed(self, data: st.DataObject, step: str, window: str) -> None:
        if not self.order:
            return
        self.clock.pass_by(seconds=1)
        turn_id, chosen = data.draw(st.sampled_from(self.order)), STEPS[step]
        is_possible = self.states[turn_id] in chosen.sources
        takes_a_window = chosen in (RESUME, SEAT)
        is_free = not takes_a_window or self.at(window) in (None, turn_id)
        key, place = new_key(), window if takes_a_window else None
        turn = attempt(lambda: self.turns.step(key, turn_id, chosen, window=place, queue=_other(chosen)))
        if isinstance(turn, TurnReason):
            assert turn is (TurnReason.WINDOW_BUSY if is_possible else TurnReason.STEP_IMPOSSIBLE)
            assert not (is_possible and is_free)
            return
        assert turn is not None
        assert is_possible
        assert is_free
        assert turn.state is chosen.target
        assert self.turns.step(key, turn_id, chosen) == turn
        self.note(turn)

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not hasattr(self, "turns"):
            return
        found = {turn.id: turn.state for turn in self.turns.in_state(*State)}
        assert found == self.states
        waiting = {queue: entry.count for queue, entry in self.turns.waiting().items()}
        by_queue = [self.queues[id] for id, state in self.states.items() if state is State.WAITING]
        assert waiting == {queue: by_queue.count(queue) for queue in set(by_queue)}

    def teardown(self) -> None:
        if self.order:
            kept: dict[str, int] = {}
            for span in self.turns.spans(self.turns.in_state(*State)[0].day):
                kept[span.turn_id] = kept.get(span.turn_id, 0) + 1
            assert kept == self.spans

    def note(self, turn: Turn) -> None:
        self.states[turn.id], self.queues[turn.id] = turn.state, turn.queue
        self.spans[turn.id] = self.spans.get(turn.id, 0) + 1
        if turn.window and turn.state.holds_a_window:
            self.windows[turn.id] = turn.window

    def at(self, window: str) -> str | None:
        held = (id for id, state in self.states.items() if state.holds_a_window and self.windows[id] == window)
        return next(held, None)


def attempt(act: Callable[[], Turn | None]) -> Turn | TurnReason | None:
    try:
        return act()
    except TurnError as error:
        return error.reason


def _other(step: Step) -> str:
    return "move" if step is HAND_ON else ""


def test_any_day_in_the_hall(store: Store, clock: Clock) -> None:
    machine = type("Machine", (HallMachine,), {"store": store, "clock": clock})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=25))
