"""The cover slip of a visit in the office's terms: what each sheet is, whether to sign it, where it goes, its fee."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from forms import Application, FeeLine, Place, Procedure, fee_lines
from forms.advice import things_to_bring
from forms.answers import UNKNOWN, Value
from forms.fees import total_of
from forms.guide.deadline import Deadline, last_day
from forms.item import Item
from forms.journey import Journey
from forms.people import open_cells
from forms.procedure import Mark, Shows
from kiosk.office import Office
from kiosk.settings import PaperCover
from printing import CoverSlip, SlipEntry

SLIP = "cover"
"""What the slip is called where sheets are placed (`printers.toml`)."""

TO_SAY = "窓口でうかがうこと：{}"


def wants_slip(office: Office, sheets: int) -> bool:
    """Whether the town wants a cover slip for so many sheets of one visit."""
    cover = office.settings.paper.cover
    return cover is PaperCover.ALWAYS or (cover is PaperCover.SEVERAL and sheets > 1)


def in_walking_order(procedures: Iterable[Procedure], walk: Sequence[str]) -> tuple[Procedure, ...]:
    """Return the procedures as people pass their counters, so that nobody comes to one twice.

    Counters that `walk` does not name follow, the one with the smallest number of a procedure first.
    """
    by_number = sorted(procedures, key=lambda procedure: procedure.number)
    stops = list(dict.fromkeys((*walk, *(procedure.desk for procedure in by_number))))
    return tuple(sorted(by_number, key=lambda procedure: stops.index(procedure.desk)))


def slip_of(
    application: Application,
    office: Office,
    receipt: str,
    place: Place,
    today: date,
    printed_day: str,
    seen_already: Collection[Shows] = (),
) -> CoverSlip:
    """An entry for each procedure, in the order of the application, and what is still missing.

    `printed_day` is the day as people write it, `seen_already` what papers have shown at the desk.
    """
    journey = application.journey(today)
    lines = fee_lines(journey, office.fees, place)
    entries = tuple(_entry(procedure, journey, lines) for procedure in application.procedures)
    missing = (*things_to_bring(journey, seen_already), *_to_say(journey))
    return CoverSlip(receipt, printed_day, entries, missing)


def _entry(procedure: Procedure, journey: Journey, lines: Sequence[FeeLine]) -> SlipEntry:
    is_signed = procedure.rules.signature is Mark.REQUIRED
    fee = total_of(line for line in lines if line.procedure == procedure.id)
    return SlipEntry(procedure.title, procedure.desk, is_signed, fee, deadline_words(procedure, journey))


def deadline_words(procedure: Procedure, journey: Journey) -> str:
    """Return until when the law wants it; the year where it is another than this. Empty where no day is known."""
    rules = procedure.rules
    deadline = Deadline(days=rules.deadline_days, item=rules.deadline_from)
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
