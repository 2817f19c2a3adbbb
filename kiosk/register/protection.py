"""Protected persons (支援措置): a list of its own, without which the register stays closed.

A measure does not end because its time is over: only what the file says has ended counts as ended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

from forms.ticket import PublicKeys
from kiosk.register import csvfile, finding, importing, layout, refusal
from kiosk.register.generation import Book, Counts, Generation, begin
from kiosk.register.values import DIGITS, read_date
from kiosk.store import Store

SOON = timedelta(days=31)
FEW = 5
"""So many may always be fewer: their measures have ended."""


@dataclass(frozen=True, slots=True)
class Protected:
    """One protected person: the number alone."""

    number: str
    ends: str


def read_protected(
    path: Path, columns: layout.ProtectedColumns, progress: csvfile.Progress | None = None
) -> Iterator[Protected]:
    """Yield everybody whose measure has not ended. Raise RegisterError if a single row cannot be read."""
    file = csvfile.CsvFile(path, columns.form, progress, may_be_empty=True)
    for row in chain.from_iterable(file.rows(columns.columns)):
        places = {name: place for place, name in enumerate(file.header)}
        if len(row.values) != len(file.header):
            raise _unreadable(row, columns.number)
        values = {name: row.values[places[name]].strip() for name in columns.columns}
        for each in columns.only:
            if not each.is_known(values[each.column]):
                raise _unreadable(row, each.column)
        if not _meets(values, columns.only) or (columns.ended and _meets(values, columns.ended)):
            continue
        ends, trouble = read_date(values[columns.ends], columns.form.dates)
        if trouble and trouble.refuses:
            raise _unreadable(row, columns.ends)
        if not DIGITS.fullmatch(values[columns.number]):
            raise _unreadable(row, columns.number)
        yield Protected(layout.plain_code(values[columns.number]), ends)


@importing.undisturbed()
def import_protected(
    store: Store,
    order: importing.Order,
    columns: layout.ProtectedColumns,
    keys: PublicKeys,
    progress: csvfile.Progress | None = None,
) -> Counts:
    """Make the file the list from now on, or leave everything as it was. Raise RegisterError, StoreError."""
    before = importing.find_active(store, Book.PROTECTED)
    importing.refuse_date(order, before)
    filling = importing.Filling(begin(store, Book.PROTECTED, order.as_of))
    persons = ending = 0
    try:
        for each in read_protected(order.path, columns, progress):
            persons += 1
            ending += bool(each.ends) and each.ends <= (order.as_of + SOON).isoformat()
            filling.add([b""], [[finding.number_key(each.number)]])
        if not order.is_forced:
            _refuse_fall(before, persons)
        counts = Counts(persons=persons, ending=ending)
        filling.finish(counts, "", keys)
    except BaseException:
        filling.loading.give_up()
        raise
    return counts


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the register can be looked into, and from which days its two files are."""

    residents: Generation | None
    protected: Generation | None

    @property
    def is_open(self) -> bool:
        """Whether both are there, and the list of protected persons is no older."""
        return is_current(self.residents, self.protected)


def is_current(residents: Generation | None, protected: Generation | None) -> bool:
    """Whether both are there, and the list is no older than the register."""
    return residents is not None and protected is not None and protected.as_of >= residents.as_of


def _refuse_fall(before: Generation | None, persons: int) -> None:
    if before is None:
        return
    was = before.counts.persons
    if (persons == 0 and was) or persons < was * importing.FEWEST - FEW:
        raise refusal.RegisterError(refusal.RegisterReason.FEWER_ROWS, detail=f"{was}人から{persons}人")


def _meets(values: dict[str, str], filters: Sequence[layout.Filter]) -> bool:
    return all(each.is_met_by(values[each.column]) for each in filters)


def _unreadable(row: csvfile.Row, column: str) -> refusal.RegisterError:
    return refusal.RegisterError(refusal.RegisterReason.PROTECTED_UNREADABLE, line=str(row.line), column=column)
