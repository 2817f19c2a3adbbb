"""Turns in the database that all desks share: given out, called in their order, and whatever happens then.

Every press of a button carries a key that is used once: a page that is loaded again, a double click or a lost answer
gives the first result once more, and changes nothing.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, bindparam, case, delete, exc, func, or_, orm, select, text, update

from kiosk.clock import JAPAN, day_in_japan
from kiosk.hall.turn import HAND_ON, LEAVE, NewTurn, Span, State, Step, Turn, TurnError, TurnReason, Waiting
from kiosk.store import Store, tables, visit, visits
from kiosk.store.halltables import PromiseRow, TurnPressRow, TurnRow, TurnSpanRow
from kiosk.town.hall import Need

MOST_OVERTAKEN = 3
PATIENCE = timedelta(minutes=15)
"""Past what was promised; then, as after being overtaken three times, somebody is next whatever else is due."""

OVER = [state.value for state in State if state.is_over]
AT_A_WINDOW = [state.value for state in State if state.holds_a_window]
PRESS_KEPT = timedelta(days=2)
PRESS = text("INSERT INTO turn_press (key, at) VALUES (:key, :at) ON CONFLICT (key) DO NOTHING").bindparams(
    bindparam("at", type_=tables.UtcTime)
)


def new_key() -> str:
    """Return a key for one press of one button."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one site."""

    store: Store
    site: str

    def issue(self, key: str, new: NewTurn) -> Turn:
        """Give out a number. Raise StoreError."""
        return self.give_out(key, new)[0]

    def give_out(self, key: str, new: NewTurn) -> tuple[Turn, bool]:
        """Give out a number; return also whether it is new, or the press was answered before. Raise StoreError."""
        is_new = False

        def take(session: orm.Session, now: datetime) -> str:
            nonlocal is_new
            is_new = True
            return _issue(session, now, self.site, new).id

        return self._once(key, take) or self._unknown(), is_new

    def seat_at_once(self, key: str, new: NewTurn, window: str) -> Turn:
        """Make a turn of somebody who is served at the window already. Raise TurnError(window_busy)."""

        def seat(session: orm.Session, now: datetime) -> str:
            row = _issue(session, now, self.site, new)
            row.state, row.window, row.called_at, row.calls = State.SERVING.value, window, now, 1
            session.flush()
            _begin_span(session, row)
            return row.id

        try:
            return self._once(key, seat) or self._unknown()
        except exc.IntegrityError:
            raise TurnError(TurnReason.WINDOW_BUSY) from None

    def call_next(self, key: str, window: str, queues: Collection[str]) -> Turn | None:
        """Call whoever is next of these queues to the window; None if nobody waits.

        Two windows never call the same person. Raise TurnError(window_busy) while the window has a turn.
        """

        def call(session: orm.Session, now: datetime) -> str | None:
            return _call_next(session, now, self.site, window, queues)

        try:
            return self._once(key, call)
        except exc.IntegrityError:
            raise TurnError(TurnReason.WINDOW_BUSY) from None

    def step(self, key: str, turn_id: str, step: Step, *, window: str | None = None, queue: str = "") -> Turn:
        """Let the step happen: at this window where the turn is resumed, to this queue where it is handed on.

        Raise TurnError: turn_unknown, step_impossible, window_busy.
        """

        def go(session: orm.Session, now: datetime) -> str:
            row = self._lock(session, turn_id)
            if State(row.state) not in step.sources or row.day != day_in_japan(now):
                raise TurnError(TurnReason.STEP_IMPOSSIBLE)
            row.state, row.since = step.target.value, now
            if step.target.holds_a_window:
                row.window = window or row.window
                row.called_at = row.called_at or now
                if row.window is None:
                    raise TurnError(TurnReason.STEP_IMPOSSIBLE)
            if step is HAND_ON:
                row.queue, row.window = queue or row.queue, None
            if step.target is State.CALLED:
                row.calls += 1
            session.flush()
            _begin_span(session, row)
            return row.id

        try:
            return self._once(key, go) or self._unknown()
        except exc.IntegrityError:
            raise TurnError(TurnReason.WINDOW_BUSY) from None

    def bind(self, turn_id: str, visit_id: str) -> None:
        """Note that this visit is what the person came for. Raise TurnError(turn_unknown)."""
        with self.store.writing() as session:
            self._lock(session, turn_id).visit_id = visit_id

    def need(self, turn_id: str, needs: Collection[Need]) -> Turn:
        """Note what the person needs while waiting, in place of what was noted. Raise TurnError(turn_unknown)."""
        with self.store.writing() as session:
            row = self._lock(session, turn_id)
            row.needs = codes_of(needs)
            return make_turn(row)

    def at(self, window: str) -> Turn | None:
        """Return the turn that is called to the window or served there now."""
        found = TurnRow.window == window, TurnRow.state.in_(AT_A_WINDOW)
        return next(iter(self._read(*found)), None)

    def parked_at(self, window: str) -> tuple[Turn, ...]:
        """Return the turns that the window keeps for later, the oldest first."""
        return self._read(TurnRow.window == window, TurnRow.state == State.PARKED.value)

    def find(self, number: str) -> Turn | None:
        """Return the turn with this number, of today."""
        return next(iter(self._read(TurnRow.number == number)), None)

    def in_state(self, *states: State) -> tuple[Turn, ...]:
        """Return today's turns in these states, those that came into theirs last standing last."""
        return self._read(TurnRow.state.in_([state.value for state in states]))

    def waiting(self) -> dict[str, Waiting]:
        """Return by queue how many wait now, and since when the first of them."""
        query = (
            select(TurnRow.queue, func.count(), func.min(TurnRow.issued_at))
            .where(*self._today(), TurnRow.state == State.WAITING.value)
            .group_by(TurnRow.queue)
        )
        with self.store.reading() as session:
            return {queue: Waiting(queue, count, oldest) for queue, count, oldest in session.execute(query)}

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return everything that happened on the day, turn by turn in order."""
        query = (
            select(TurnSpanRow)
            .join(TurnRow, TurnRow.id == TurnSpanRow.turn_id)
            .where(TurnRow.day == day, TurnRow.site == self.site)
            .order_by(TurnRow.number, TurnSpanRow.id)
        )
        with self.store.reading() as session:
            return tuple(
                Span(row.turn_id, row.queue, State(row.state), row.window, row.since)
                for row in session.scalars(query)
            )

    def _today(self) -> tuple[ColumnElement[bool], ...]:
        return TurnRow.day == day_in_japan(self.store.clock()), TurnRow.site == self.site

    def _read(self, *where: ColumnElement[bool]) -> tuple[Turn, ...]:
        query = select(TurnRow).where(*self._today(), *where).order_by(TurnRow.since, TurnRow.number)
        with self.store.reading() as session:
            return tuple(make_turn(row) for row in session.scalars(query))

    def _lock(self, session: orm.Session, turn_id: str) -> TurnRow:
        row = session.get(TurnRow, turn_id, with_for_update=True) if turn_id.isalnum() else None
        if row is None or row.site != self.site:
            raise TurnError(TurnReason.TURN_UNKNOWN)
        return row

    def _once(self, key: str, act: Callable[[orm.Session, datetime], str | None]) -> Turn | None:
        with self.store.writing() as session:
            now = self.store.clock()
            if visit.change_rows(session, PRESS, {"key": key, "at": now}):
                turn_id = act(session, now)
                session.get_one(TurnPressRow, key).turn_id = turn_id
                session.flush()
            else:
                turn_id = session.get_one(TurnPressRow, key).turn_id
            return make_turn(session.get_one(TurnRow, turn_id)) if turn_id else None

    @staticmethod
    def _unknown() -> Turn:
        raise TurnError(TurnReason.TURN_UNKNOWN)


def make_turn(row: TurnRow) -> Turn:
    """Return the turn of this row."""
    return Turn(
        id=row.id,
        day=row.day,
        site=row.site,
        queue=row.queue,
        number=row.number,
        state=State(row.state),
        since=row.since,
        issued_at=row.issued_at,
        language=row.language,
        window=row.window,
        visit_id=row.visit_id,
        calls=row.calls,
        needs=Need.known(row.needs.split()),
    )


def codes_of(needs: Collection[Need]) -> str:
    """Return the needs as they are kept."""
    return " ".join(sorted(need.value for need in needs))


def end_days(store: Store) -> int:
    """Let whoever still stands in the turns of earlier days have left, at the end of their day, and forget what anybody
    needed; return how many had to be ended."""
    with store.writing() as session:
        today = day_in_japan(store.clock())
        rows = session.scalars(select(TurnRow).where(TurnRow.day < today, TurnRow.state.not_in(OVER))).all()
        for row in rows:
            row.state = LEAVE.target.value
            row.since = max(row.since, datetime.combine(row.day, time(23, 59, 59), JAPAN))
            _begin_span(session, row)
        visit.change_rows(
            session, update(TurnRow).where(TurnRow.day < today, TurnRow.needs != "").values(needs="")
        )
        visit.change_rows(session, delete(TurnPressRow).where(TurnPressRow.at <= store.clock() - PRESS_KEPT))
        return len(rows)


def _issue(session: orm.Session, now: datetime, site: str, new: NewTurn) -> TurnRow:
    day = day_in_japan(now)
    row = TurnRow(
        id=secrets.token_hex(16),
        day=day,
        site=site,
        queue=new.queue,
        number=new.number or _next_number(session, day, new.letter),
        state=State.WAITING.value,
        since=now,
        issued_at=now,
        way=new.way.value,
        language=new.language,
        calls=0,
        overtaken=0,
        window=None,
        visit_id=new.visit_id,
        due_at=new.due_at,
        told_until=now + timedelta(minutes=new.told.high) if new.told and new.told.high else None,
        called_at=None,
        needs=codes_of(new.needs),
    )
    session.add(row)
    session.flush()
    if new.told:
        session.add(PromiseRow(turn_id=row.id, at=now, low=new.told.low, high=new.told.high))
    _begin_span(session, row)
    return row


def _next_number(session: orm.Session, day: date, letter: str) -> str:
    count = session.execute(visits.NEXT_NUMBER, {"day": day, "letter": letter}).scalar_one()
    return visit.format_receipt_number(letter, int(count))


def _begin_span(session: orm.Session, row: TurnRow) -> None:
    span = TurnSpanRow(turn_id=row.id, queue=row.queue, state=row.state, window=row.window, since=row.since)
    session.add(span)
    session.flush()


def _call_next(session: orm.Session, now: datetime, site: str, window: str, queues: Collection[str]) -> str | None:
    """Choose and call in one statement: whoever another window is just calling is passed over."""
    day = day_in_japan(now)
    one = orm.aliased(TurnRow)
    here = (one.day == day, one.site == site, one.queue.in_(sorted(queues)), one.state == State.WAITING.value)
    is_late = or_(one.overtaken >= MOST_OVERTAKEN, one.told_until <= now - PATIENCE)
    rank = case((is_late, 0), (one.due_at.is_not(None), 1), else_=2)
    order = (rank, func.coalesce(one.due_at, one.issued_at), one.number)
    ready = or_(one.due_at.is_(None), one.due_at <= now)
    chosen = select(one.id).where(*here, ready).order_by(*order).limit(1).with_for_update(skip_locked=True)
    values = {
        "state": State.CALLED.value,
        "since": now,
        "window": window,
        "calls": TurnRow.calls + 1,
        "called_at": func.coalesce(TurnRow.called_at, now),
    }
    call = update(TurnRow).where(TurnRow.id == chosen.scalar_subquery(), TurnRow.state == State.WAITING.value)
    called = session.scalars(
        call.values(values).returning(TurnRow).execution_options(synchronize_session=False)
    ).one_or_none()
    if called is None:
        return None
    _begin_span(session, called)
    _count_overtaken(session, called, queues)
    return called.id


def _count_overtaken(session: orm.Session, called: TurnRow, queues: Collection[str]) -> None:
    earlier = (TurnRow.day == called.day, TurnRow.site == called.site, TurnRow.issued_at < called.issued_at)
    waiting = (TurnRow.state == State.WAITING.value, TurnRow.queue.in_(sorted(queues)), TurnRow.due_at.is_(None))
    visit.change_rows(session, update(TurnRow).where(*earlier, *waiting).values(overtaken=TurnRow.overtaken + 1))
