"""Goes through a file once, in bounded memory: what it holds, what is wrong with it, and every resident to whoever asks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.register.csvfile import CsvFile, Progress, Row
from kiosk.register.layout import Layout, State
from kiosk.register.refusal import RegisterError, RegisterReason
from kiosk.register.resident import Resident
from kiosk.register.rows import RowReader, needed_columns
from kiosk.register.trouble import Trouble, TroubleKind

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
        self, path: Path, layout: Layout, asked: frozenset[str], progress: Progress | None = None
    ) -> None:
        self.layout = layout
        self.asked = asked
        self.file = CsvFile(path, layout.form, progress)
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

    def _kept(self, reader: RowReader, rows: Sequence[Row]) -> list[Resident]:
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
