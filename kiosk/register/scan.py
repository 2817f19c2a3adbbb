"""Goes through a file once, in bounded memory: what it holds, what is wrong with it, and every resident to whoever asks."""

from collections import Counter
from collections.abc import Callable
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


Take = Callable[[Resident], None]


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
        """Return what the file holds; `take` gets each resident as soon as it is read.

        Of a refused row it gets what stands for its person, as far as the row says who that is. Raise RegisterError
        for what makes the whole file useless or forbidden: then nothing that was taken may be used.
        """
        reader: RowReader | None = None
        for row in self.file.rows(tuple(needed_columns(self.layout, self.asked))):
            if reader is None:
                reader = RowReader(self.layout, self.file.header, self.asked)
                self.report.dropped = reader.dropped
            if reader.is_wanted(row):
                self._take(reader, row, take)
            else:
                self.report.history += 1
        self.report.digest = self.file.digest
        self.report.households = len(self._households)
        return self.report

    def _take(self, reader: RowReader, row: Row, take: Take | None) -> None:
        resident, troubles = reader.read(row)
        if resident is not None and self._is_there_already(resident):
            place = reader.places[self.layout.row.number] + 1
            troubles.append(Trouble(TroubleKind.NUMBER_TWICE, row.line, place, self.layout.row.number))
            resident = None
        for trouble in troubles:
            self.report.note(trouble)
        if resident is None:
            self.report.refused += 1
            resident = reader.stub(row)
        else:
            self.report.persons += 1
            self.report.closed += resident.is_closed
            if resident.state is State.RESIDENT:
                self._households.add(hash(resident.household))
            else:
                self.report.former += 1
        if take is not None and resident is not None:
            take(resident)

    def _is_there_already(self, resident: Resident) -> bool:
        number = hash(resident.number)
        is_there = number in self._numbers
        self._numbers.add(number)
        return is_there
