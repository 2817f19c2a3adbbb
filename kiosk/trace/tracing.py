"""One form being traced: the template, the boxes so far and the latest sample. One person works at it."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from forms import DataMistake, Item, Procedure
from forms.samples import sample_names
from kiosk.office import Office, open_office
from kiosk.pdfpictures import page_picture
from kiosk.trace.check import BoxNote, hints, known_items, problems, unplaced
from kiosk.trace.errors import TraceError, TraceReason
from kiosk.trace.layout import Layout
from kiosk.trace.lines import rules_of
from kiosk.trace.order import in_reading_order
from kiosk.trace.reading import read_layout
from kiosk.trace.ruling import RuledBox, found_boxes
from kiosk.trace.sample import EVERY_BOX, SHEET_FILE, print_sample, printable, sample_values
from kiosk.trace.saving import checked_id, save, town_folder
from kiosk.trace.template import Template
from kiosk.trace.writing import blank_pages, sheet_toml, template_pages
from printing import PrintingError
from printing.sheets.boxes import Box

TYPICAL = "typical"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen tells after each change. `pdf` has the values alone, on paper without the form."""

    problems: tuple[BoxNote, ...]
    hints: tuple[BoxNote, ...]
    unplaced: tuple[Item, ...]
    notices: tuple[str, ...]
    pdf: bytes


class Tracing:
    """`id` is empty until the person says which procedure the form belongs to."""

    def __init__(self, office: Office, template: Template, id: str = "") -> None:
        self.office, self.template = office, template
        self.id, self.version, self.saved = "", 0, ""
        self.layout = Layout(template.name.removesuffix(".pdf"))
        self.sample = EVERY_BOX
        self._lock = threading.RLock()
        self._found: dict[int, tuple[RuledBox, ...]] = {}
        self._pictures: dict[int, bytes] = {}
        self.shown = Shown((), (), (), (), b"")
        if id:
            self.choose(id)
        else:
            self.change(self.layout, self.sample)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        return known_items(self.office.catalogue.vocabulary)

    @property
    def procedure(self) -> Procedure | None:
        return self.office.catalogue.get(self.id)

    @property
    def samples(self) -> tuple[str, ...]:
        """Names to choose from, what is usual first."""
        own = sample_names(self.procedure) if self.procedure else ()
        return (*sorted(own, key=lambda name: name != TYPICAL), EVERY_BOX)

    def choose(self, id: str) -> None:
        """Takes up what the town has for this procedure. Raises TraceError(bad_id), DataMistake."""
        with self._lock:
            self.id = checked_id(id)
            existing = town_folder(id, self.office) / SHEET_FILE
            known = read_layout(existing, self.template.page_count) if existing.is_file() else None
            title = self.procedure.title if self.procedure else self.layout.title
            self.change(known or replace(self.layout, title=title), self.samples[0])

    def change(self, layout: Layout, sample: str) -> None:
        """Keeps the boxes and prints the sample anew. Nothing is refused: what is wrong is shown."""
        boxes = tuple(box.rounded().labelled(self.items) for box in layout.boxes)
        with self._lock:
            self.layout = replace(layout, boxes=boxes)
            self.sample = sample if sample in self.samples else EVERY_BOX
            found = problems(boxes, self.template.sizes, self.items)
            notices, pdf = self._printed(found)
            self.shown = Shown(
                problems=found,
                hints=hints(boxes, self.procedure, self.items),
                unplaced=unplaced(boxes, self.procedure),
                notices=notices,
                pdf=pdf,
            )
            self.version += 1

    def save(self) -> Path:
        """Raises TraceError (not_ready, cannot_save), DataMistake."""
        with self._lock:
            if not self.id or self.shown.problems:
                raise TraceError(
                    TraceReason.NOT_READY, detail=f"直すところが{len(self.shown.problems)}か所あります。"
                )
            ordered = replace(self.layout, boxes=in_reading_order(self.layout.boxes))
            text = sheet_toml(ordered, template_pages(self.template.page_count))
            file = save(text, self.template, self.id, self.procedure, self.office)
            self.saved = str(file)
            if self.procedure is None:
                # It has just been begun; from now on its own samples and questions count.
                self.office = open_office(self.office.settings.folder)
            return file

    def found(self, number: int) -> tuple[RuledBox, ...]:
        """The ruled boxes of a page."""
        if number not in self._found:
            self._found[number] = found_boxes(rules_of(self.template.pdf, number))
        return self._found[number]

    def page(self, number: int) -> bytes:
        """The picture of the form itself, drawn by the same hand as the finished sheet."""
        with self._lock:
            if number not in self._pictures:
                self._pictures[number] = page_picture(self._blank, number)
            return self._pictures[number]

    def sample_page(self, number: int) -> bytes:
        """The values of the sample on clear ground."""
        return page_picture(self.shown.pdf, number, clear=True)

    def sample_pdf(self) -> bytes:
        """The sample on the form, as it will be printed. Raises PrintingError, DataMistake."""
        with self._lock:
            layout = self._printable(self.shown.problems)
            values = sample_values(self.sample, self.procedure, layout.boxes, self.items, self.office)
            pages = template_pages(self.template.page_count)
            return print_sample(layout, pages, values, self.office, self.template.pdf).pdf

    @cached_property
    def _blank(self) -> bytes:
        values = sample_values(EVERY_BOX, None, (), self.items, self.office)
        pages = template_pages(self.template.page_count)
        return print_sample(Layout("form"), pages, values, self.office, self.template.pdf).pdf

    def _printed(self, found: Sequence[BoxNote]) -> tuple[tuple[str, ...], bytes]:
        layout = self._printable(found)
        pages = blank_pages(self.template.sizes)
        try:
            values = sample_values(self.sample, self.procedure, layout.boxes, self.items, self.office)
            printed = print_sample(layout, pages, values, self.office)
        except (DataMistake, PrintingError) as error:
            none = print_sample(
                Layout("none"), pages, sample_values(EVERY_BOX, None, (), {}, self.office), self.office
            )
            return (_words(error),), none.pdf
        return tuple(notice.sentence for notice in printed.notices), printed.pdf

    def _printable(self, found: Sequence[BoxNote]) -> Layout:
        boxes: tuple[Box, ...] = printable(self.layout.boxes, [problem.box for problem in found])
        return replace(self.layout, boxes=boxes)


def _words(error: DataMistake | PrintingError) -> str:
    if isinstance(error, DataMistake):
        return f"{error.mistake.key}: {error.mistake.sentence}{error.mistake.remedy}"
    return f"{error.sentence}{error.next_step}"
