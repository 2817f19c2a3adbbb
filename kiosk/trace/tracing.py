"""One form being traced: the template, the boxes so far, what is wrong with them, the latest sample."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from forms import DataMistake, Item, Procedure, references, samples, shipped_vocabulary
from kiosk import pictures, stacks
from kiosk.office import Office, open_office
from kiosk.trace import lines, sample, template
from kiosk.trace.sample import EVERY_BOX
from kiosk.trace.template import Layout
from printing import PrintingError
from printing.sheets.boxes import Box, ItemBox, RowsBox


@dataclass(frozen=True, slots=True)
class BoxNote:
    """`box` is the box's number, or `number.cell`, both from 0; empty for the whole sheet."""

    box: str
    text: str


def known_items(vocabulary: Mapping[str, Item]) -> dict[str, Item]:
    """Everything a box may print: the vocabulary and the day of printing."""
    return {**vocabulary, stacks.DATE_ITEM: stacks.SHEET_DATE}


def problems(
    boxes: Sequence[Box], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> tuple[BoxNote, ...]:
    """Everything that keeps a box from being printed."""
    return tuple(_all_problems(boxes, sizes, items))


def hints(boxes: Sequence[Box], procedure: Procedure | None, items: Mapping[str, Item]) -> tuple[BoxNote, ...]:
    """Boxes that stay empty because the procedure does not ask for their item."""
    if procedure is None:
        return ()
    played = references.role_items_of(procedure, shipped_vocabulary())
    asked = {stacks.DATE_ITEM, *played, *(ask.item.name for ask in procedure.asks())}
    asked |= {fill.item for fill in procedure.fills}
    return tuple(
        BoxNote(
            str(number),
            f"「{items[box.item].label}」は「{procedure.short}」では尋ねません。空のまま印刷されます。",
        )
        for number, box in enumerate(boxes)
        if isinstance(box, ItemBox) and box.item in items and box.item not in asked
    )


def unplaced(boxes: Iterable[Box], procedure: Procedure | None) -> tuple[Item, ...]:
    """What the procedure asks and the paper does not show yet."""
    if procedure is None:
        return ()
    placed = {box.item for box in boxes if isinstance(box, ItemBox)}
    placed |= {fill.source for fill in procedure.fills if fill.item in placed}
    played = references.role_items_of(procedure, shipped_vocabulary())
    items = (*played.values(), *(ask.item for ask in procedure.asks()))
    return tuple(item for item in items if item.name not in placed and item.name not in procedure.unprinted)


def _all_problems(
    boxes: Sequence[Box], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> Iterator[BoxNote]:
    for number, box in enumerate(boxes):
        yield from (BoxNote(str(number), text) for text in _faults(box, sizes[box.area.page - 1], items))
        if isinstance(box, RowsBox):
            inside = (box.area.w, box.area.h / box.count)
            for place, cell in enumerate(box.row):
                faults = _faults(cell, inside, box.fields(items))
                yield from (BoxNote(f"{number}.{place}", text) for text in faults)


def _faults(box: Box, room: tuple[float, float], items: Mapping[str, Item]) -> Iterator[str]:
    yield from (fault.sentence for fault in box.faults(*room))
    yield from box.item_faults(items)


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

    def __init__(self, office: Office, template: template.Template, id: str = "") -> None:
        self.office, self.template = office, template
        self.id, self.version, self.saved = "", 0, ""
        self.layout = Layout(template.name.removesuffix(".pdf"))
        self.sample = EVERY_BOX
        self._lock = threading.RLock()
        self._found: dict[int, tuple[lines.RuledBox, ...]] = {}
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
        own = samples.sample_names(self.procedure) if self.procedure else ()
        return (*sorted(own, key=lambda name: name != TYPICAL), EVERY_BOX)

    def choose(self, id: str) -> None:
        """Takes up what the town has for this procedure. Raises TraceError(bad_id), DataMistake."""
        with self._lock:
            self.id = sample.checked_id(id)
            existing = sample.town_folder(id, self.office) / sample.SHEET_FILE
            known = template.read_layout(existing, self.template.page_count) if existing.is_file() else None
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
                raise template.TraceError(
                    template.TraceReason.NOT_READY, detail=f"直すところが{len(self.shown.problems)}か所あります。"
                )
            ordered = replace(self.layout, boxes=template.in_reading_order(self.layout.boxes))
            text = template.sheet_toml(ordered, template.template_pages(self.template.page_count))
            file = sample.save(text, self.template, self.id, self.procedure, self.office)
            self.saved = str(file)
            if self.procedure is None:
                # It has just been begun; from now on its own samples and questions count.
                self.office = open_office(self.office.settings.folder)
            return file

    def found(self, number: int) -> tuple[lines.RuledBox, ...]:
        """The ruled boxes of a page."""
        if number not in self._found:
            self._found[number] = lines.found_boxes(lines.rules_of(self.template.pdf, number))
        return self._found[number]

    def page(self, number: int) -> bytes:
        """The picture of the form itself, drawn by the same hand as the finished sheet."""
        with self._lock:
            if number not in self._pictures:
                self._pictures[number] = pictures.page_picture(self._blank, number)
            return self._pictures[number]

    def sample_page(self, number: int) -> bytes:
        """The values of the sample on clear ground."""
        return pictures.page_picture(self.shown.pdf, number, clear=True)

    def sample_pdf(self) -> bytes:
        """The sample on the form, as it will be printed. Raises PrintingError, DataMistake."""
        with self._lock:
            layout = self._printable(self.shown.problems)
            values = sample.sample_values(self.sample, self.procedure, layout.boxes, self.items, self.office)
            pages = template.template_pages(self.template.page_count)
            return sample.print_sample(layout, pages, values, self.office, self.template.pdf).pdf

    @cached_property
    def _blank(self) -> bytes:
        values = sample.sample_values(EVERY_BOX, None, (), self.items, self.office)
        pages = template.template_pages(self.template.page_count)
        return sample.print_sample(Layout("form"), pages, values, self.office, self.template.pdf).pdf

    def _printed(self, found: Sequence[BoxNote]) -> tuple[tuple[str, ...], bytes]:
        layout = self._printable(found)
        pages = template.blank_pages(self.template.sizes)
        try:
            values = sample.sample_values(self.sample, self.procedure, layout.boxes, self.items, self.office)
            printed = sample.print_sample(layout, pages, values, self.office)
        except (DataMistake, PrintingError) as error:
            none = sample.print_sample(
                Layout("none"), pages, sample.sample_values(EVERY_BOX, None, (), {}, self.office), self.office
            )
            return (_words(error),), none.pdf
        return tuple(notice.sentence for notice in printed.notices), printed.pdf

    def _printable(self, found: Sequence[BoxNote]) -> Layout:
        boxes: tuple[Box, ...] = sample.printable(self.layout.boxes, [problem.box for problem in found])
        return replace(self.layout, boxes=boxes)


def _words(error: DataMistake | PrintingError) -> str:
    if isinstance(error, DataMistake):
        return f"{error.mistake.key}: {error.mistake.sentence}{error.mistake.remedy}"
    return f"{error.sentence}{error.next_step}"
