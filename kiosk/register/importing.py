"""Takes a file over into the sealed register: read once, sealed row by row, active in one step or not at all."""

import gc
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from forms import Catalogue, person
from forms.ticket import PublicKeys
from kiosk.register import csvfile, finding, generation
from kiosk.register.layout import Layout, State
from kiosk.register.refusal import RegisterError, RegisterReason, Trouble, TroubleKind
from kiosk.register.resident import Resident
from kiosk.register.rows import RowReader, needed_columns
from kiosk.store import Store

EXAMPLES = 5
"""Places that are named of each trouble; the others are counted."""
MOST_REFUSED = 0.05
"""Of all rows: more means that the file is not what was declared."""


@dataclass(slots=True)
class Report:
    """What a file holds, in numbers and places; never a name."""

    persons: int = 0
    former: int = 0
    """Of them, those who have moved out, died or been removed; they make no household."""
    closed: int = 0
    """Of them, those nothing is ever shown of."""
    history: int = 0
    """Rows that are old or deleted, and not read."""
    refused: int = 0
    households: int = 0
    dropped: tuple[str, ...] = ()
    digest: str = ""
    troubles: Counter[TroubleKind] = field(default_factory=Counter)
    examples: dict[TroubleKind, list[Trouble]] = field(default_factory=dict)

    def note(self, trouble: Trouble) -> None:
        """Count it, and keep the place of the first few."""
        self.troubles[trouble.kind] += 1
        kept = self.examples.setdefault(trouble.kind, [])
        if len(kept) < EXAMPLES:
            kept.append(trouble)

    @property
    def rows(self) -> int:
        """All that stands below the header."""
        return self.persons + self.history + self.refused

    def refusal(self) -> RegisterError | None:
        """Return why a file of which this is the report is not taken over; None if it is."""
        if not self.persons:
            return RegisterError(RegisterReason.NOBODY_CURRENT)
        if self.is_too_broken:
            return RegisterError(RegisterReason.TOO_MANY_REFUSED, detail=f"{self.refused}行")
        return None

    @property
    def is_too_broken(self) -> bool:
        """Whether so many rows are refused that the rest is not to be trusted."""
        return self.refused > MOST_REFUSED * (self.persons + self.refused)


Take = Callable[[Sequence[Resident]], None]


class Scan:
    """One walk through a file of residents."""

    def __init__(
        self, path: Path, layout: Layout, asked: frozenset[str], progress: csvfile.Progress | None = None
    ) -> None:
        self.layout = layout
        self.asked = asked
        self.file = csvfile.CsvFile(path, layout.form, progress)
        self.report = Report()
        self._numbers: set[int] = set()
        self._households: set[int] = set()

    def run(self, take: Take | None = None) -> Report:
        """Return what the file holds; `take` gets the residents as they are read, many at once.

        Of a refused row it gets what stands for its person, as far as the row says who that is. Raise RegisterError
        for what makes the whole file useless or forbidden: then nothing that was taken may be used.
        """
        reader: RowReader | None = None
        for rows in self.file.rows(tuple(needed_columns(self.layout, self.asked))):
            if reader is None:
                reader = RowReader(self.layout, self.file.header, self.asked)
                self.report.dropped = reader.dropped
            wanted = reader.wanted(rows)
            self.report.history += len(rows) - len(wanted)
            kept = self._kept(reader, wanted)
            if take is not None:
                take(kept)
        self.report.digest = self.file.digest
        self.report.households = len(self._households)
        return self.report

    def _kept(self, reader: RowReader, rows: Sequence[csvfile.Row]) -> list[Resident]:
        """Return the residents of these rows, and of refused rows what stands for their persons."""
        residents, stubs = list[Resident](), list[Resident]()
        for row, resident, troubles in reader.read(rows):
            if resident is not None and self._is_there_already(resident.number):
                place = reader.places[self.layout.row.number] + 1
                troubles = [*troubles, Trouble(TroubleKind.NUMBER_TWICE, row.line, place, self.layout.row.number)]
                resident = None
            for trouble in troubles:
                self.report.note(trouble)
            if resident is not None:
                residents.append(resident)
                continue
            self.report.refused += 1
            if stub := reader.stub(row):
                stubs.append(stub)
        self._count(residents)
        return residents + stubs

    def _count(self, residents: Sequence[Resident]) -> None:
        current = [hash(each.household) for each in residents if each.state is State.RESIDENT]
        self._households.update(current)
        self.report.persons += len(residents)
        self.report.former += len(residents) - len(current)
        self.report.closed += sum(each.is_closed for each in residents)

    def _is_there_already(self, number: str) -> bool:
        before = len(self._numbers)
        self._numbers.add(hash(number))
        return len(self._numbers) == before


BATCH = 2_000
"""Rows of one transaction: a desk that wants to write waits for no longer than that takes."""
TAGS_AT_ONCE = 20_000
BUCKETS, TOP_BITS = 64, 58
"""Tags are sorted 64 parts after another, by the highest six bits of their 64."""
FEWEST = 0.95
"""Of the rows of the register before: a file with fewer was probably cut off."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants imported."""

    path: Path
    as_of: date
    today: date
    is_forced: bool = False


class Tags:
    """Tags with the row each finds, until they are written in their order: twelve bytes each."""

    def __init__(self) -> None:
        self._tags = [array("q") for _ in range(BUCKETS)]
        self._rows = [array("i") for _ in range(BUCKETS)]

    def add(self, tags: Iterable[int], rows: Iterable[int]) -> None:
        """Keep some more, each with its row."""
        all_tags, all_rows = self._tags, self._rows
        for tag, row in zip(tags, rows, strict=True):
            # Tags may be negative; so may places in a list.
            bucket = tag >> TOP_BITS
            all_tags[bucket].append(tag)
            all_rows[bucket].append(row)

    def sorted(self) -> Iterator[list[tuple[int, int]]]:
        """Yield all of them, smallest first, some thousand at a time."""
        waiting: list[tuple[int, int]] = []
        half = BUCKETS // 2
        in_order = (*range(half, BUCKETS), *range(half))
        for tags, rows in ((self._tags[at], self._rows[at]) for at in in_order):
            waiting += sorted(zip(tags, rows, strict=True))
            while len(waiting) >= TAGS_AT_ONCE:
                yield waiting[:TAGS_AT_ONCE]
                waiting = waiting[TAGS_AT_ONCE:]
        if waiting:
            yield waiting


class Filling:
    """Seals rows into a generation that is being loaded."""

    def __init__(self, loading: generation.Loading) -> None:
        self.loading = loading
        self.key: generation.GenerationKey = generation.new_key(loading.id)
        self._tags = Tags()
        self._batch: list[tuple[int, bytes]] = []
        self._rows = 0

    def add(self, contents: Iterable[bytes], keys: Sequence[Sequence[str]]) -> None:
        """Seal rows, each to be found by the tags of its texts."""
        sealed = self.key.seal(contents, self._rows + 1)
        self._batch += sealed
        rows = [row for (row, _), texts in zip(sealed, keys, strict=True) for _ in texts]
        self._tags.add(self.key.tags(chain.from_iterable(keys)), rows)
        self._rows += len(sealed)
        if len(self._batch) >= BATCH:
            self._write()

    def add_residents(self, residents: Sequence[Resident]) -> None:
        """Seal residents."""
        packed = [each.packed() for each in residents]
        self.add(packed, [finding.keys_of(each) for each in residents])

    def finish(self, counts: generation.Counts, digest: str, keys: PublicKeys) -> None:
        """Write the rest and take over."""
        self._write()
        for some in self._tags.sorted():
            self.loading.add_tags(some)
        self.loading.take_over(counts, digest, self.key.sealed_to(keys))

    def _write(self) -> None:
        if self._batch:
            self.loading.add_persons(self._batch)
            self._batch = []


def asked_facts(catalogue: Catalogue) -> frozenset[str]:
    """Return the facts that some procedure asks of somebody, by the names of the vocabulary without `person.`."""
    names = {
        need.item.name.removeprefix(person.FACT)
        for procedure in catalogue.current.values()
        for role in procedure.roles
        for need in role.facts
    }
    # The word to the head is what every other word follows from.
    return frozenset(names | ({"relation"} if names & {"kin", "word"} else set()))


def check_file(
    path: Path, layout: Layout, catalogue: Catalogue, progress: csvfile.Progress | None = None
) -> Report:
    """Return what a file holds; nothing is stored. Raise RegisterError for a file that is refused whole."""
    return Scan(path, layout, asked_facts(catalogue), progress).run()


@contextmanager
def undisturbed() -> Iterator[None]:
    """What the program holds already is not gone through for garbage again and again: a third of an import's time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@undisturbed()
def import_residents(
    store: Store,
    order: Order,
    layout: Layout,
    catalogue: Catalogue,
    keys: PublicKeys,
    progress: csvfile.Progress | None = None,
) -> Report:
    """Make the file the register from now on, or leave everything as it was. Raise RegisterError, StoreError."""
    before = find_active(store, generation.Book.RESIDENTS)
    refuse_date(order, before)
    scan = Scan(order.path, layout, asked_facts(catalogue), progress)
    filling = Filling(generation.begin(store, generation.Book.RESIDENTS, order.as_of))
    try:
        report = scan.run(filling.add_residents)
        _refuse_report(report, before, order)
        counts = generation.Counts(report.persons, report.households, report.refused)
        filling.finish(counts, report.digest, keys)
    except BaseException:
        filling.loading.give_up()
        raise
    return report


def find_active(store: Store, book: generation.Book) -> generation.Generation | None:
    """Return the generation that is read now."""
    found = (each for each in generation.read_generations(store) if each.book is book)
    return next((each for each in found if each.state is generation.GenerationState.ACTIVE), None)


def refuse_date(order: Order, before: generation.Generation | None) -> None:
    """Raise RegisterError for a day that has not come yet, or is older than what is there."""
    if order.as_of > order.today:
        raise RegisterError(RegisterReason.FUTURE_DATE)
    if before is not None and order.as_of < before.as_of and not order.is_forced:
        raise RegisterError(RegisterReason.OLDER_DATE, detail=before.as_of.isoformat())


def _refuse_report(report: Report, before: generation.Generation | None, order: Order) -> None:
    refusal = report.refusal()
    if refusal is not None and not (order.is_forced and report.persons):
        raise refusal
    if not order.is_forced:
        refuse_fall(before, report.persons)


def refuse_fall(before: generation.Generation | None, persons: int) -> None:
    """Raise RegisterError if there are so many fewer than before that the file was probably cut off."""
    if before is not None and persons < before.counts.persons * FEWEST:
        raise RegisterError(RegisterReason.FEWER_ROWS, detail=f"{before.counts.persons}人から{persons}人")
