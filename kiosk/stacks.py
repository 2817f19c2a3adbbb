"""Stacks: what is sent to the printer as one job, sheets behind their slip."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from forms import Application, Item, Journey, Mark, Procedure, Shows, fees, holds, kinds, showing, things_to_bring
from forms.answers import UNKNOWN, Answers, Value
from forms.guide.event import Deadline, last_day
from forms.household import open_cells
from forms.role import BASIS, CLAIMANT, VISITOR, Basis
from forms.vocabulary import Vocabulary, shipped_vocabulary
from kiosk.backoffice.code import code_for
from kiosk.office import Office, today
from kiosk.settings import PaperCode, PaperCover
from kiosk.town import identification, walk
from printing import Printed, Proof, Sheet, SheetJob, SheetValues, batches, pages, proof, read_sheet, render
from printing.ipp import PrintOptions
from printing.sheets.rows import CARRIED_CODE, CODE, LARGE_CODE, closing, form
from printing.sheets.values import with_western_births

SLIP = "cover"
"""What the slip is called where sheets are placed (`printers.toml`)."""

TO_SAY = "窓口でうかがうこと：{}"


def wants_slip(office: Office, sheets: int) -> bool:
    """Whether the town wants a cover slip for so many sheets of one visit."""
    cover = office.settings.paper.cover
    return (cover is PaperCover.ALWAYS and sheets > 0) or (cover is PaperCover.SEVERAL and sheets > 1)


def named_on_slip(procedures: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """Return those that the slip names: it lies on top and is carried about, so not what others may not see."""
    return tuple(each for each in procedures if not each.is_discreet)


def slip_of(
    application: Application,
    office: Office,
    receipt: str,
    place: fees.Place,
    today: date,
    printed_day: str,
    seen_already: Collection[Shows] = (),
) -> pages.CoverSlip:
    """An entry for each procedure, in the order of the application, and what is still missing.

    `printed_day` is the day as people write it, `seen_already` what papers have shown at the desk.
    """
    journey = application.journey(today)
    lines = fees.fee_lines(journey, office.fees, place)
    entries = tuple(_entry(procedure, journey, lines) for procedure in application.procedures)
    missing = (*things_to_bring(journey, seen_already), *_to_say(journey))
    return pages.CoverSlip(receipt, printed_day, entries, missing)


def _entry(procedure: Procedure, journey: Journey, lines: Sequence[fees.FeeLine]) -> pages.SlipEntry:
    is_signed = procedure.rules.signature is Mark.REQUIRED
    fee = fees.total_of(line for line in lines if line.procedure == procedure.id)
    return pages.SlipEntry(procedure.title, procedure.desk, is_signed, fee, deadline_words(procedure, journey))


def deadline_words(procedure: Procedure, journey: Journey) -> str:
    """Return until when the law wants it; the year where it is another than this. Empty where no day is known."""
    rules = procedure.rules
    deadline = Deadline(
        days=rules.deadline_days, item=rules.deadline_from, first_day_counts=rules.first_day_counts
    )
    last = last_day(deadline, journey.seen_by(procedure)) if rules.deadline_days else None
    if last is None:
        return ""
    year = "" if last.year == journey.today.year else f"{last.year}年"
    until = f"{year}{last.month}月{last.day}日"
    return f"{until}まで" if last >= journey.today else f"{until}\n過ぎています"


def _to_say(journey: Journey) -> Iterator[str]:
    """What the visitor left for the counter, without whose it is: the slip names nobody."""
    labels = dict.fromkeys(label for ask in journey.asks for label in _left_open(ask.ask.item, journey.value(ask)))
    if labels:
        yield TO_SAY.format("、".join(labels))


def _left_open(item: Item, value: Value | None) -> tuple[str, ...]:
    """What of an answer is left for the counter: the whole, or facts of one of several people."""
    if value is UNKNOWN:
        return (item.label,)
    return tuple(field.label for _, field in open_cells(item, value))


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
    """One printing as the desk wants it. `only` are the sheets wanted alone, by the ids of their procedures, and `SLIP`;
    `papers` are what the person showed who they are with, `seen_already` what that and the rest have settled;
    `staff` is who prints, as colleagues call them."""

    receipt: str = ""
    printer: str | None = None
    place: fees.Place = fees.Place.COUNTER
    only: Collection[str] = ()
    seen_already: Collection[Shows] = ()
    papers: tuple[identification.IdKind, ...] = ()
    staff: str = ""


PLAIN = Order()
"""Without receipt number, for no particular printer."""


def draw_sheets(application: Application, office: Office, order: Order = PLAIN) -> Printed:
    """Every sheet of the visit in one PDF, in the desk's order, placed for the printer of the order.

    Several come with the cover slip, as the town wishes; it leaves out what papers have shown already.
    Raises PrintingError, DataMistake.
    """
    return render(_jobs(application, office, order))


def proof_sheets(application: Application, office: Office, order: Order = PLAIN) -> Proof:
    """How many pages these are, and what staff must know of them: `draw_sheets` without the drawing.

    Raises PrintingError, DataMistake.
    """
    return proof(_jobs(application, office, order))


def draw_stacks(application: Application, office: Office, order: Order = PLAIN) -> tuple[Stack, ...]:
    """The same for a printer: usually one stack, more where sheets want different paper."""
    together = batches(_jobs(application, office, order))
    return tuple(_stack(render(batch.jobs), batch.options) for batch in together)


def _stack(printed: Printed, options: PrintOptions) -> Stack:
    return Stack(printed, replace(options, pages=printed.page_count))


def _jobs(application: Application, office: Office, order: Order) -> list[SheetJob]:
    ordered = walk.in_walking_order(application.procedures, office.settings.paper.walk)
    jobs = {each.id: sheet_job(application, each, office, order) for each in ordered if _needs(each, order)}
    wanted = [job for id, job in jobs.items() if not order.only or id in order.only]
    named = named_on_slip(ordered)
    if (order.only and SLIP not in order.only) or not wants_slip(office, len(named)):
        return wanted
    day = today()
    visit = Application(named, application.answers)
    printed_day = showing.official_text(SHEET_DATE, day.isoformat())
    slip = slip_of(visit, office, order.receipt, order.place, day, printed_day, order.seen_already)
    placement = office.alignment.placement(order.printer, SLIP)
    cover = replace(
        pages.cover_job(slip, [jobs[each.id] for each in named]), placement=placement, watermark=_watermark(office)
    )
    return [cover, *wanted]


def _needs(procedure: Procedure, order: Order) -> bool:
    """Whether the sheet must be drawn: it is wanted, or the slip counts its pages."""
    return not order.only or procedure.id in order.only or SLIP in order.only


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
        is_named=not procedure.is_discreet,
    )


def _entered(
    values: SheetValues, application: Application, procedure: Procedure, office: Office, order: Order
) -> SheetValues:
    """The values, and what the desk knows for the office's fields: receipt number, who prints, fee, papers shown."""
    lines = fees.fee_lines(application.journey(today()), office.fees, order.place)
    fee = fees.total_of(line for line in lines if line.procedure == procedure.id) if procedure.fees else None
    others = [paper.label for paper in order.papers if paper.code not in closing.TICKED_PAPERS]
    entries = {
        closing.RECEIPT_ITEM: order.receipt,
        closing.STAFF_ITEM: order.staff,
        closing.FEE_ITEM: "" if fee is None else pages.yen(fee),
        closing.OTHERS_ITEM: "、".join(others),
    }
    codes = {**values.codes, closing.PAPERS_ITEM: tuple(paper.code for paper in order.papers)}
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
    file, code = procedure.folder / SHEET_FILE, _side_of_code(procedure, office)
    whole = _sheet(file, words, office.own_items, None, code)
    if seen is None or not whole.conditions:
        return whole
    day = today()
    held = tuple(holds(condition, seen, day) for condition in whole.conditions)
    return _sheet(file, words, office.own_items, held, code)


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


def _side_of_code(procedure: Procedure, office: Office) -> float:
    if procedure.carried:
        return CARRIED_CODE
    return LARGE_CODE if office.settings.paper.code is PaperCode.SEALED else CODE


@lru_cache(maxsize=SHEETS_KEPT)
def _sheet(
    file: Path,
    words: tuple[tuple[str, str], ...],
    own_items: tuple[Item, ...],
    held: tuple[bool, ...] | None,
    code: float,
) -> Sheet:
    """The sheet whole, or as far as its conditions hold, said in their order."""
    vocabulary = {**shipped_vocabulary(), **{item.name: item for item in own_items}}
    kept = None
    if held is not None:
        whole = _sheet(file, words, own_items, None, code)
        kept = frozenset(each for each, holding in zip(whole.conditions, held, strict=True) if holding)
    return read_sheet(file, dict(words), vocabulary=vocabulary, held=kept, code=code)


def worded(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """The official text; the fields of rows come as `item.field`."""
    item = SHEET_DATE if name == DATE_ITEM else vocabulary.get(name)
    if item is None:
        people, _, field = name.rpartition(".")
        item = form.field_of_people(vocabulary[people], field, vocabulary) if people in vocabulary else None
    text = showing.official_text(item, value) if item else str(value)
    return f"{text}{EXPECTED}" if item and item.past and str(value) > today().isoformat() else text
