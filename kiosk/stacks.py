"""From an application to its printed sheets: the step every way of printing shares (desk, command line, checks)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from forms import Application, Item, Place, Procedure, Value, fee_lines, kinds, official_text
from forms.answers import Answers
from forms.condition import Condition, holds
from forms.fees import total_of
from forms.procedure import Shows
from forms.role import BASIS, CLAIMANT, VISITOR, Basis
from forms.vocabulary import Vocabulary, shipped_vocabulary
from kiosk.backoffice.choosing import code_for
from kiosk.office import Office, today
from kiosk.settings import PaperCode
from kiosk.slip import SLIP, in_walking_order, slip_of, wants_slip
from kiosk.town.identification import IdKind
from printing import Printed, Sheet, SheetJob, SheetValues, batches, cover_job, read_sheet, render
from printing.cover import yen
from printing.ipp import PrintOptions
from printing.sheets.rows.closing import FEE_ITEM, OTHERS_ITEM, PAPERS_ITEM, RECEIPT_ITEM, TICKED_PAPERS
from printing.sheets.rows.form import field_of_people
from printing.sheets.values import with_western_births

SHEET_FILE = "sheet.toml"
DATE_ITEM = "sheet.date"
"""The day of printing; no procedure asks for it."""

SHEET_DATE = Item(DATE_ITEM, kinds.DATE, "紙に印刷した日", "記入日")


WATERMARK = "練習"
EXPECTED = "（予定）"
"""Behind a birthday that lies ahead."""
WHO_CAME = "（来た方）"
"""Behind the visitor's telephone number where the claimant's is not known: the office can call somebody."""
SHEETS_KEPT = 256
"""As read and laid out; a sheet with conditions once for each way they come out."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Sheets that go to the printer as one job, because they want the same paper."""

    printed: Printed
    options: PrintOptions


@dataclass(frozen=True, slots=True)
class Order:
    """One printing as the desk wants it. `only` is the id of the one procedure whose sheet is wanted alone;
    `papers` are what the person showed who they are with, `seen_already` what that and the rest have settled."""

    receipt: str = ""
    printer: str | None = None
    place: Place = Place.COUNTER
    only: str = ""
    seen_already: Collection[Shows] = ()
    papers: tuple[IdKind, ...] = ()


def draw_sheets(
    application: Application,
    office: Office,
    receipt: str = "",
    printer: str | None = None,
    *,
    place: Place = Place.COUNTER,
    only: str = "",
    seen_already: Collection[Shows] = (),
    papers: tuple[IdKind, ...] = (),
) -> Printed:
    """Every sheet of the visit in one PDF, in the desk's order, placed for the printer with this address.

    Several come with the cover slip, as the town wishes; it leaves out what papers `seen_already` have shown.
    Raises PrintingError, DataMistake.
    """
    return render(_jobs(application, office, Order(receipt, printer, place, only, seen_already, papers)))


def draw_stacks(
    application: Application,
    office: Office,
    receipt: str = "",
    printer: str | None = None,
    *,
    place: Place = Place.COUNTER,
    only: str = "",
    seen_already: Collection[Shows] = (),
    papers: tuple[IdKind, ...] = (),
) -> tuple[Stack, ...]:
    """The same for a printer: usually one stack, more where sheets want different paper."""
    together = batches(_jobs(application, office, Order(receipt, printer, place, only, seen_already, papers)))
    return tuple(_stack(render(batch.jobs), batch.options) for batch in together)


def _stack(printed: Printed, options: PrintOptions) -> Stack:
    return Stack(printed, replace(options, pages=printed.page_count))


def _jobs(application: Application, office: Office, order: Order) -> list[SheetJob]:
    ordered = in_walking_order(application.procedures, office.settings.paper.walk)
    wanted = [procedure for procedure in ordered if order.only in ("", procedure.id)]
    jobs = [sheet_job(application, procedure, office, order) for procedure in wanted]
    if order.only or not wants_slip(office, len(jobs)):
        return jobs
    day = today()
    visit = Application(ordered, application.answers)
    printed_day = official_text(SHEET_DATE, day.isoformat())
    slip = slip_of(visit, office, order.receipt, order.place, day, printed_day, order.seen_already)
    placement = office.alignment.placement(order.printer, SLIP)
    return [replace(cover_job(slip, jobs), placement=placement, watermark=_watermark(office)), *jobs]


def _watermark(office: Office) -> str:
    return WATERMARK if office.training else ""


def sheet_job(application: Application, procedure: Procedure, office: Office, order: Order) -> SheetJob:
    """One procedure's sheet with the answers in official words, and the code the town wishes on it."""
    sheet = sheet_of(procedure, office, seen_answers(application, procedure))
    return SheetJob(
        sheet,
        _entered(values_of(application, procedure, office), application, procedure, office, order),
        office.alignment.placement(order.printer, procedure.id),
        code=code_for(sheet, application, procedure, office, order.receipt),
        watermark=_watermark(office),
        receipt=order.receipt,
    )


def _entered(
    values: SheetValues, application: Application, procedure: Procedure, office: Office, order: Order
) -> SheetValues:
    """The values, and what the desk knows for the office's fields: receipt number, fee, papers shown."""
    lines = fee_lines(application.journey(today()), office.fees, order.place)
    fee = total_of(line for line in lines if line.procedure == procedure.id) if procedure.fees else None
    others = [paper.label for paper in order.papers if paper.code not in TICKED_PAPERS]
    entries = {
        RECEIPT_ITEM: order.receipt,
        FEE_ITEM: "" if fee is None else yen(fee),
        OTHERS_ITEM: "、".join(others),
    }
    codes = {**values.codes, PAPERS_ITEM: tuple(paper.code for paper in order.papers)}
    return replace(values, texts={**values.texts, **entries}, codes=codes)


def values_of(application: Application, procedure: Procedure, office: Office) -> SheetValues:
    """What one procedure's sheet may print, and the day of printing."""
    vocabulary = office.catalogue.vocabulary
    seen = seen_answers(application, procedure)
    values = with_western_births(SheetValues.of(seen, lambda item, value: worded(item, value, vocabulary)))
    claimant, phone = procedure.role(CLAIMANT), seen.get(f"{VISITOR}.phone")
    is_person = seen.get(BASIS) != Basis.ORGANISATION
    if (
        is_person
        and isinstance(phone, str)
        and claimant
        and claimant.need("phone")
        and f"{CLAIMANT}.phone" not in seen
    ):
        return replace(values, texts={**values.texts, f"{CLAIMANT}.phone": f"{phone}{WHO_CAME}"})
    return values


def seen_answers(application: Application, procedure: Procedure) -> Answers:
    """Return the answers as the procedure sees them, and the day of printing."""
    day = today()
    return {**application.journey(day).seen_by(procedure), DATE_ITEM: day.isoformat()}


def sheet_of(procedure: Procedure, office: Office, seen: Answers | None = None) -> Sheet:
    """Return the sheet of the procedure's folder with the town's own words, without the sections and rows that the
    `seen` answers leave out. Raise DataMistake."""
    words = tuple(words_of(office).items())
    file, wants_answers = procedure.folder / SHEET_FILE, _wants_answers(office)
    whole = _sheet(file, words, office.own_items, None, wants_answers)
    if seen is None or not whole.conditions:
        return whole
    return _sheet(file, words, office.own_items, conditions_held(whole, seen), wants_answers)


def conditions_held(sheet: Sheet, seen: Answers) -> frozenset[Condition]:
    """Return which of the sheet's conditions hold for the answers as its procedure sees them."""
    return frozenset(condition for condition in sheet.conditions if holds(condition, seen, today()))


def words_of(office: Office) -> dict[str, str]:
    """What `{addressee}` and the like in the labels of a sheet stand for."""
    town = office.settings.town
    return {
        "addressee": town.addressee,
        "town": town.name,
        "governor": town.governor,
        "elderly_union": town.elderly_union,
        "water_manager": town.water_manager,
    }


def _wants_answers(office: Office) -> bool:
    return office.settings.paper.code is PaperCode.SEALED


@lru_cache(maxsize=SHEETS_KEPT)
def _sheet(
    file: Path,
    words: tuple[tuple[str, str], ...],
    own_items: tuple[Item, ...],
    held: frozenset[Condition] | None,
    large_code: bool,
) -> Sheet:
    vocabulary = {**shipped_vocabulary(), **{item.name: item for item in own_items}}
    return read_sheet(file, dict(words), vocabulary=vocabulary, held=held, large_code=large_code)


def worded(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """The official text; the fields of rows come as `item.field`."""
    item = SHEET_DATE if name == DATE_ITEM else vocabulary.get(name)
    if item is None:
        people, _, field = name.rpartition(".")
        item = field_of_people(vocabulary[people], field, vocabulary) if people in vocabulary else None
    text = official_text(item, value) if item else str(value)
    return f"{text}{EXPECTED}" if item and item.past and str(value) > today().isoformat() else text
