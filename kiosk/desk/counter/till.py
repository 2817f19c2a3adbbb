"""「レジ」: today's till. Opened with a float, payments for a visit's number or without one, and what was taken back."""

import re
from dataclasses import dataclass, replace

from flask import Blueprint, Response, flash, redirect, render_template, request, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk import charges, refusals, slips
from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff, sessions
from kiosk.desk.workplace import workplace
from kiosk.hall.turns import new_key
from kiosk.office import today
from kiosk.staff import list_staff
from kiosk.store import Visit, VisitId, read_visit, visits
from kiosk.till import payment, receipt, tillday
from kiosk.till.payment import Method
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tills import Tills
from kiosk.web.qr import qr_path, text_modules

routes = Blueprint("till", __name__)

KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
OWN_LINES = 3
"""Fees that can be chosen at once without a visit."""

MOST_SHOWN = 9
"""Of today's entries beside the payment; the others are one press away."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form: a fee that is due, or one to be chosen; `count` is what stands in its field."""

    due: charges.Due | None
    count: str
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """The amount code as a picture of so many modules a side."""

    text: str
    size: int
    path: str


@routes.before_request
def only_where_used() -> None:
    """Show the till nowhere where the town does not use it."""
    if not uses_till():
        raise NotFound


@routes.get("/till")
def show() -> ft.ResponseReturnValue:
    """Show the till: `?number=` finds a visit, `?visit=` is its bill, `?own=` a payment without one, `?done=` what was taken
    just now, `?void=` asks why something is taken back, `?all=` lists the whole day."""
    given = request.args
    if "number" in given:
        return _find(given["number"])
    if "visit" in given:
        return _pay(_bill(given["visit"]))
    if "own" in given:
        return _pay(None)
    return _page(done=_entry(given.get("done")), voiding=_entry(given.get("void")))


@routes.post("/till/open")
def open_till() -> ft.ResponseReturnValue:
    """Open today with the float that was counted."""
    try:
        amount = read_number(request.form.get("float", ""), TillReason.FLOAT_IMPOSSIBLE)
        tills().open(read_key(), amount, current_staff())
    except TillError as error:
        return _page(refusal=refusals.explain(error)), 422
    flash(f"レジを開けました。つり銭は{amount:,}円です。")
    return redirect(url_for("counter.till.show"), 303)


@routes.post("/till/pay")
def pay() -> ft.ResponseReturnValue:
    """Take a payment, once the cashier has seen the total that it comes to."""
    bill = _bill(request.form["visit"]) if request.form.get("visit") else None
    rows = _sent_rows(bill)
    try:
        payment = _read_payment(bill, rows)
        change = _change(payment)
        entry = tills().take(read_key(), payment, current_staff())
    except TillError as error:
        return _pay(bill, rows, refusals.explain(error)), 422
    if change is not None:
        flash(f"お預かり {change + entry.amount:,}円　おつり {change:,}円")
    return redirect(url_for("counter.till.show", done=entry.id), 303)


@routes.post("/till/<entry_id>/void")
def void(entry_id: str) -> ft.ResponseReturnValue:
    """Take a payment of today back."""
    try:
        entry = tills().void(read_key(), entry_id, request.form.get("reason", ""), current_staff())
    except TillError as error:
        return _page(voiding=_entry(entry_id), refusal=refusals.explain(error)), 422
    flash(f"取り消しました。{-entry.amount:,}円（{entry.payment.method.words}）をお返しください。")
    return redirect(url_for("counter.till.show"), 303)


@routes.get("/till/<entry_id>/receipt.pdf")
def draw(entry_id: str) -> ft.ResponseReturnValue:
    """Return the receipt; whom it is for is written on the paper by hand."""
    pdf, serial = _receipt(entry_id, is_copy="again" in request.args)
    return pdf_response(pdf, f"{serial}.pdf")


@routes.post("/till/<entry_id>/receipt")
def print_one(entry_id: str) -> ft.ResponseReturnValue:
    """Print the receipt on this desk's printer: once a press, and every one after the first as a copy."""
    pressed = sessions().pressed
    if pressed.put_new(read_key(), True):
        is_first = pressed.put_new(entry_id, True)
        pdf, serial = _receipt(entry_id, is_copy=not is_first)
        slips.print_paper(pdf, serial, slips.A4, workplace().desk)
    flash("領収書を印刷しています。")
    return redirect(url_for("counter.till.show", done=entry_id), 303)


@routes.app_template_global()
def uses_till() -> bool:
    """Whether the town takes money with this program."""
    return workplace().office.settings.till.use


@routes.app_template_global()
def till_bill(case: Case) -> charges.Bill | None:
    """Return what a visit has paid and has to; None in a town without tills."""
    if not uses_till():
        return None
    return charges.bill_of(case, workplace().office, tills().entries_of(charges.number_of(case.visit)))


def ask_fee(case: Case, *, is_paid: bool) -> str:
    """Ask for the fee before papers go out, in a town that wants it. Return for the log that no till has taken it, empty if
    one has. Raise TillError(fee_unpaid) until somebody said that it is paid."""
    bill = till_bill(case) if workplace().office.settings.till.ask else None
    if bill is None or not bill.dues:
        return ""
    if not is_paid:
        amount = "（窓口で数える分）" if bill.total is None else f"{bill.total:,}円"
        raise TillError(TillReason.FEE_UNPAID, amount=amount)
    return TillReason.FEE_UNPAID.value


def tills() -> Tills:
    """Return the till of this desk."""
    return Tills(workplace().store, workplace().desk.till)


def paper_names() -> receipt.Names:
    """Return what the papers call things."""
    here = workplace()
    fees = {key: fee.name for key, fee in here.office.fees.items()}
    staff = {each.id: each.called for each in list_staff(here.store)}
    settings = here.office.settings
    return receipt.Names(settings.town.name, fees, settings.till_names, staff, here.office.training)


@routes.app_template_global()
def till_name(till: str) -> str:
    """Return what people call a till."""
    return workplace().office.settings.till_names.get(till, till)


@routes.app_template_global()
def receipt_words(code: str) -> str:
    """Return a receipt's number in words."""
    serial = payment.Serial.of(code)
    return serial.words(till_name(serial.till)) if serial else code


def pdf_response(pdf: bytes, name: str) -> Response:
    """Return a PDF to be shown in the browser."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def read_key() -> str:
    """Return the key of the form that was sent; one that is none counts as a press of its own."""
    key = request.form.get("key", "")
    return key if KEY.fullmatch(key) else new_key()


def read_number(typed: str, reason: TillReason) -> int:
    """Return yen or pieces as typed, full width or with commas; nothing typed is none. Raise TillError(reason)."""
    plain = typed.strip().translate(str.maketrans("０１２３４５６７８９，", "0123456789,")).replace(",", "")
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 7):
        raise TillError(reason)
    return int(plain)


def _receipt(entry_id: str, *, is_copy: bool) -> tuple[bytes, str]:
    """Return the paper and its serial. Raise TillError, and NotFound for what has no receipt."""
    entry, is_void = tills().find_receipt(entry_id)
    if entry.serial is None:
        raise NotFound
    settings = workplace().office.settings
    issuer = settings.till.issuer or f"{settings.town.name}会計管理者"
    paper = receipt.ReceiptPaper(paper_names(), issuer, entry, is_copy, is_void)
    return receipt.draw_receipt(paper), entry.serial.code


def _methods() -> dict[Method, str]:
    """Return the ways of paying that the town says it takes; all of them where it says nothing."""
    taken = {each.value for each in workplace().office.settings.hall.payment}
    always = (Method.CASH, Method.ELQR, Method.FREE)
    return {
        each: words
        for each, words in payment.METHODS.items()
        if not taken or each in always or each.value in taken
    }


def _find(typed: str) -> ft.ResponseReturnValue:
    found = visits.find_visits_of(workplace().store, typed, today())
    if len(found) == 1:
        return redirect(url_for("counter.till.show", visit=found[0].id), 303)
    if found:
        return _page(found=found)
    return _page(refusal=refusals.explain(TillError(TillReason.VISIT_NOT_FOUND)), number=typed), 422


def _bill(visit_id: str) -> charges.Bill:
    here = workplace()
    visit = read_visit(here.store, VisitId(visit_id))
    return charges.read_bill(
        visit, here.cases, here.office, here.store, tills().entries_of(charges.number_of(visit))
    )


def _entry(entry_id: str | None) -> payment.Entry | None:
    return tills().find_entry(entry_id) if entry_id else None


def _sent_rows(bill: charges.Bill | None) -> list[Row]:
    """Return the rows with what was typed; a fee that is not the same any more is as if nothing was typed."""
    form = request.form
    if bill is None:
        return [Row(None, form.get(f"count-{at}", ""), form.get(f"fee-{at}", "")) for at in range(OWN_LINES)]
    sent = {form.get(f"line-{at}", ""): form.get(f"count-{at}", "") for at in range(len(bill.dues))}
    return [replace(row, count=sent.get(row.due.code, row.count)) for row in _rows(bill) if row.due]


def _rows(bill: charges.Bill | None) -> list[Row]:
    if bill is None:
        return [Row(None, "1" if not at else "") for at in range(OWN_LINES)]
    return [Row(due, "" if due.most is None else str(due.most)) for due in bill.dues]


def _read_payment(bill: charges.Bill | None, rows: list[Row]) -> payment.Payment:
    """Return what is to be paid. Raise TillError, also where the total is not the one that was shown."""
    lines = tuple(line for row in rows if (line := _line(row)) is not None)
    gross = sum(line.amount for line in lines)
    if not gross:
        raise TillError(TillReason.NOTHING_TO_PAY)
    if request.form.get("shown", "") != str(gross):
        raise TillError(TillReason.AMOUNT_CHANGED, amount=f"{gross:,}")
    method = request.form.get("method", "")
    if method not in set(Method):
        raise TillError(TillReason.METHOD_UNKNOWN)
    reason = request.form.get("reason", "") if method == Method.FREE else ""
    seen = read_number(request.form.get("seen", ""), TillReason.COUNT_IMPOSSIBLE)
    return payment.Payment(lines, Method(method), charges.number_of(bill.visit) if bill else None, reason, seen)


def _line(row: Row) -> payment.Line | None:
    count = read_number(row.count, TillReason.COUNT_IMPOSSIBLE)
    if row.due is not None:
        if row.due.most is not None and count > row.due.most:
            raise TillError(TillReason.COUNT_IMPOSSIBLE)
        return payment.Line(row.due.procedure, row.due.fee, count, row.due.unit) if count else None
    fee = workplace().office.fees.get(row.fee)
    price = fee.price_on(today()) if fee else None
    return payment.Line("", row.fee, count, price.counter) if price and count else None


def _change(payment: payment.Payment) -> int | None:
    """Return what is given back; None where nobody said what was given. Raise TillError(too_little_given)."""
    given = read_number(request.form.get("given", ""), TillReason.TOO_LITTLE_GIVEN)
    if payment.method is not Method.CASH or not given:
        return None
    if given < payment.total:
        raise TillError(TillReason.TOO_LITTLE_GIVEN)
    return given - payment.total


def _pay(bill: charges.Bill | None, rows: list[Row] | None = None, refusal: refusals.Refusal | None = None) -> str:
    shown = rows if rows is not None else _rows(bill)
    return _page(bill=bill, rows=shown, gross=_gross(shown), refusal=refusal, is_paying=True)


def _gross(rows: list[Row]) -> int | None:
    """Return the total of the rows as they stand; None while it cannot be told."""
    try:
        lines = [_line(row) for row in rows]
    except TillError:
        return None
    if any(row.due is not None and not row.count for row in rows):
        return None
    return sum(line.amount for line in lines if line) or None


def _page(
    *,
    refusal: refusals.Refusal | None = None,
    bill: charges.Bill | None = None,
    rows: list[Row] | None = None,
    gross: int | None = None,
    is_paying: bool = False,
    done: payment.Entry | None = None,
    voiding: payment.Entry | None = None,
    found: tuple[Visit, ...] = (),
    number: str = "",
) -> str:
    day, staff, fees = tills().open_day() or tills().day(today()), current_staff(), workplace().office.fees
    return render_template(
        "counter/till.html",
        refusal=refusal,
        day=day,
        is_todays=day is not None and day.day == today(),
        last_float=tills().last_float(),
        bill=bill,
        rows=rows or [],
        gross=gross,
        is_paying=is_paying,
        done=done,
        voiding=voiding,
        found=found,
        number=number,
        code=_code(done),
        entries=_shown(day.entries if day else ()),
        sums=[(method.words, yen) for method, yen in tillday.sums_by_method(day.entries).items() if yen]
        if day
        else [],
        may_void=lambda entry: entry.staff_id == staff.id or staff.is_admin,
        fees=fees,
        prices={key: price.counter for key, fee in fees.items() if (price := fee.price_on(today()))},
        methods=_methods(),
        free_reasons=payment.FREE_REASONS,
        void_reasons=payment.VOID_REASONS,
        key=read_key(),
    )


def _code(done: payment.Entry | None) -> Code | None:
    if done is None or done.serial is None or done.amount <= 0:
        return None
    text = payment.AmountCode(done.serial.code, done.amount).text
    modules = text_modules(text)
    return Code(text, len(modules), qr_path(modules))


def _shown(entries: tuple[payment.Entry, ...]) -> tuple[payment.Entry, ...]:
    """Return the newest first, as many as fit."""
    newest = tuple(reversed(entries))
    return newest if "all" in request.args else newest[:MOST_SHOWN]
