"""A day at the till: every yen is accounted for, and nothing is lost, counted twice or changed afterwards."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kiosk.hall.turns import new_key
from kiosk.staff import Staff
from kiosk.store import Store, audit, trim
from kiosk.till import tills as edge
from kiosk.till.payment import AmountCode, Line, Method, Payment, Serial, VisitNumber, fiscal_year
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tillday import Count, sums_by_fee, sums_by_method
from kiosk.till.tills import Tills, sum_day
from tests.kiosk.store.conftest import Clock
from tests.kiosk.till.conftest import RECORD, SEAL, pay

People = Mapping[str, Staff]
FLOAT = 20_000


def refused(act: Callable[[], object]) -> TillReason:
    with pytest.raises(TillError) as caught:
        act()
    return caught.value.reason


def test_it_works_from_the_float_to_the_closing(store: Store, tills: Tills, staff: People) -> None:
    sato, mori = staff["sato"], staff["mori"]
    day = tills.open(new_key(), FLOAT, sato)
    first = tills.take(new_key(), pay(RECORD, SEAL), sato)
    card = tills.take(new_key(), pay(SEAL, method=Method.CARD), mori)
    wrong = tills.take(new_key(), pay(), sato)
    tills.void(new_key(), wrong.id, "amount", sato)
    free = tills.take(new_key(), pay(method=Method.FREE), sato)
    assert [each.serial.words("1番窓口") for each in (first, card, wrong, free) if each.serial] == [
        f"令和8年度　1番窓口　第{number}号" for number in (1, 2, 3, 4)
    ]
    now = tills.open_day()
    assert now is not None
    assert now.expected == FLOAT + 950
    count = Count.of({10_000: 2, 500: 1, 100: 4})
    closed = tills.close(new_key(), day.day, count, "change", sato, mori, expected=FLOAT + 950)
    assert closed.closing is not None
    assert (closed.closing.difference, closed.deposit) == (-50, 900)
    assert tills.day(day.day) == closed
    assert [(each.fee, each.method, each.count, each.yen) for each in sums_by_fee(closed.entries)] == [
        ("resident_record_copy", Method.CASH, 2, 600),
        ("resident_record_copy", Method.FREE, 2, 0),
        ("seal_certificate", Method.CARD, 1, 350),
        ("seal_certificate", Method.CASH, 1, 350),
    ]
    assert sums_by_method(closed.entries)[Method.CARD] == 350
    trail = [(each.event, dict(each.details)) for each in audit.read_entries(store)]
    assert trail[0] == ("till_opened", {"till": "t1", "amount": FLOAT})
    assert trail[4] == (
        "payment_voided",
        {"till": "t1", "serial": 3, "kind": "cash", "amount": -600, "reason": "amount"},
    )
    assert trail[-1] == (
        "till_closed",
        {"till": "t1", "amount": -50, "reason": "change", "subject_staff_id": mori.id},
    )


def test_after_the_closing_nothing_changes_any_more(tills: Tills, staff: People, clock: Clock) -> None:
    sato = staff["sato"]
    day = tills.open(new_key(), 0, sato)
    entry = tills.take(new_key(), pay(), sato)
    key = new_key()
    closed = tills.close(key, day.day, Count.of({100: 6}), "", sato, staff["kato"], expected=600)
    again = tills.close(key, day.day, Count.of({}), "", sato, staff["kato"], expected=0)
    assert again == closed, "the same press gives the first result"
    for act in (
        lambda: tills.take(new_key(), pay(), sato),
        lambda: tills.void(new_key(), entry.id, "amount", sato),
        lambda: tills.open(new_key(), 0, sato),
        lambda: tills.close(new_key(), day.day, Count.of({}), "", sato, staff["kato"], expected=600),
    ):
        assert refused(act) is TillReason.DAY_CLOSED
    clock.pass_by(days=1)
    assert refused(lambda: tills.void(new_key(), entry.id, "amount", sato)) is TillReason.ENTRY_OF_ANOTHER_DAY
    assert tills.last_float() == 0
    assert tills.open(new_key(), 500, sato).day > day.day
    assert tills.day(day.day) == closed


def test_a_day_that_was_not_closed_is_closed_before_the_next(tills: Tills, staff: People, clock: Clock) -> None:
    sato = staff["sato"]
    day = tills.open(new_key(), 0, sato)
    entry = tills.take(new_key(), pay(), sato)
    clock.pass_by(days=1)
    assert refused(lambda: tills.open(new_key(), 0, sato)) is TillReason.EARLIER_OPEN
    assert refused(lambda: tills.take(new_key(), pay(), sato)) is TillReason.EARLIER_OPEN
    assert refused(lambda: tills.void(new_key(), entry.id, "amount", sato)) is TillReason.ENTRY_OF_ANOTHER_DAY
    tills.close(new_key(), day.day, Count.of({100: 6}), "", sato, staff["mori"], expected=600)
    tills.open(new_key(), 0, sato)


def test_who_may_take_money_and_take_it_back(tills: Tills, staff: People) -> None:
    sato, mori, head, kato = (staff[name] for name in ("sato", "mori", "head", "kato"))
    assert refused(lambda: tills.open(new_key(), 0, kato)) is TillReason.NO_CASHIER
    day = tills.open(new_key(), 0, sato)
    entry, other = (tills.take(new_key(), pay(), sato) for _ in range(2))
    gone = replace(mori, disabled=True)
    for act, reason in (
        (lambda: tills.take(new_key(), pay(), kato), TillReason.NO_CASHIER),
        (lambda: tills.take(new_key(), pay(), gone), TillReason.NO_CASHIER),
        (lambda: tills.void(new_key(), entry.id, "amount", kato), TillReason.NO_CASHIER),
        (lambda: tills.void(new_key(), entry.id, "amount", mori), TillReason.NOT_YOURS),
        (lambda: tills.void(new_key(), entry.id, "because", sato), TillReason.REASON_MISSING),
        (
            lambda: tills.close(new_key(), day.day, Count.of({}), "", kato, mori, expected=1_200),
            TillReason.NO_CASHIER,
        ),
        (
            lambda: tills.close(new_key(), day.day, Count.of({}), "", sato, sato, expected=1_200),
            TillReason.SAME_PERSON,
        ),
        (
            lambda: tills.close(new_key(), day.day, Count.of({}), "", sato, gone, expected=1_200),
            TillReason.SAME_PERSON,
        ),
        (
            lambda: tills.close(new_key(), day.day, Count.of({}), "", sato, mori, expected=1_200),
            TillReason.DIFFERENCE_UNEXPLAINED,
        ),
        (
            lambda: tills.close(new_key(), day.day, Count.of({}), "", sato, mori, expected=600),
            TillReason.MONEY_MOVED,
        ),
    ):
        assert refused(act) is reason
    tills.void(new_key(), entry.id, "amount", sato)
    assert refused(lambda: tills.void(new_key(), entry.id, "amount", sato)) is TillReason.ALREADY_VOID
    tills.void(new_key(), other.id, "method", head)
    assert sum_day(tills.store, "t1", day.day) == 0


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        (replace(pay(), lines=()), TillReason.NOTHING_TO_PAY),
        (pay(Line("", "x", 1, 0)), TillReason.NOTHING_TO_PAY),
        (pay(Line("", "x", 0, 300)), TillReason.COUNT_IMPOSSIBLE),
        (pay(Line("", "x", -1, 300)), TillReason.COUNT_IMPOSSIBLE),
        (pay(Line("", "x", 1_000, 1)), TillReason.COUNT_IMPOSSIBLE),
        (pay(*[SEAL] * 31), TillReason.COUNT_IMPOSSIBLE),
        (pay(Line("", "x", 999, 900_000)), TillReason.TOO_MUCH),
        (replace(pay(method=Method.FREE), reason="friend"), TillReason.REASON_MISSING),
    ],
)
def test_what_cannot_be_taken_leaves_no_gap(
    tills: Tills, staff: People, payment: Payment, reason: TillReason
) -> None:
    tills.open(new_key(), 0, staff["sato"])
    assert refused(lambda: tills.take(new_key(), payment, staff["sato"])) is reason
    entry = tills.take(new_key(), pay(), staff["sato"])
    assert entry.serial == Serial("t1", 2026, 1)


def test_a_crash_in_the_middle_keeps_neither_money_nor_number(
    tills: Tills, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = tills.open(new_key(), 0, staff["sato"])
    key = new_key()
    with monkeypatch.context() as broken:
        broken.setattr(edge, "_details", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tills.take(key, pay(), staff["sato"])
    assert sum_day(tills.store, "t1", day.day) == 0
    entry = tills.take(key, pay(), staff["sato"])
    assert entry.serial == Serial("t1", 2026, 1)


def test_double_clicks_and_two_cashiers_at_once(tills: Tills, staff: People) -> None:
    """Eight at a time: four forms, each sent twice, half of them at another till for the same visit."""
    other = Tills(tills.store, "t2")
    day = tills.open(new_key(), 0, staff["sato"]).day
    other.open(new_key(), 0, staff["mori"])
    visit = VisitNumber(day, "A-001")
    keys = [new_key() for _ in range(4)]

    def send(number: int) -> str:
        at, who = ((tills, "sato"), (other, "mori"))[number % 2]
        try:
            return at.take(keys[number % 4], pay(visit=visit), staff[who]).id
        except TillError as error:
            return error.reason.value

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(send, range(8)))
    taken = set(got) - {TillReason.PAID_MEANWHILE.value}
    assert len(tills.entries_of(visit)) == len(taken)
    assert sum_day(tills.store, "t1", day) + sum_day(tills.store, "t2", day) == 600 * len(taken)
    assert len(taken) >= 1


def test_one_till_is_paid_once_for_a_visit(tills: Tills, staff: People) -> None:
    day = tills.open(new_key(), 0, staff["sato"]).day
    visit = VisitNumber(day, "A-001")
    entry = tills.take(new_key(), pay(visit=visit), staff["sato"])
    assert refused(lambda: tills.take(new_key(), pay(visit=visit), staff["mori"])) is TillReason.PAID_MEANWHILE
    tills.take(new_key(), pay(SEAL, visit=visit, seen=1), staff["mori"])
    tills.void(new_key(), entry.id, "amount", staff["sato"])
    assert [each.amount for each in tills.entries_of(visit)] == [600, 350, -600]


def test_numbers_begin_anew_in_april_and_at_each_till(store: Store, staff: People, clock: Clock) -> None:
    tills, other = Tills(store, "t1"), Tills(store, "t2")
    clock.now = clock.now.replace(month=3, day=31, hour=1)
    for at in (tills, other):
        day = at.open(new_key(), 0, staff["sato"])
        assert at.take(new_key(), pay(), staff["sato"]).serial == Serial(at.till, 2025, 1)
        at.close(new_key(), day.day, Count.of({100: 6}), "", staff["sato"], staff["mori"], expected=600)
    clock.pass_by(days=1)
    tills.open(new_key(), 0, staff["sato"])
    assert tills.take(new_key(), pay(), staff["sato"]).serial == Serial("t1", 2026, 1)
    assert [each.till for each in tills.days(day.day, day.day)] == ["t1", "t2"]
    assert fiscal_year(day.day) == 2025


def test_days_are_kept_as_long_as_the_audit_log(tills: Tills, staff: People, clock: Clock) -> None:
    day = tills.open(new_key(), 0, staff["sato"])
    entry = tills.take(new_key(), pay(), staff["sato"])
    tills.close(new_key(), day.day, Count.of({100: 6}), "", staff["sato"], staff["mori"], expected=600)
    clock.pass_by(days=1_826)
    trim(tills.store)
    assert tills.find_entry(entry.id) == entry
    clock.pass_by(days=2)
    trim(tills.store)
    assert tills.day(day.day) is None
    assert refused(lambda: tills.find_entry(entry.id)) is TillReason.ENTRY_UNKNOWN


def test_a_register_reads_amount_and_receipt_from_the_code() -> None:
    code = AmountCode(Serial("counter-1", 2026, 12).code, 600)
    assert AmountCode.of(code.text) == code
    assert AmountCode.of(code.text.replace(":600:", ":60:")) is None
    assert AmountCode.of("4101234567890") is None
