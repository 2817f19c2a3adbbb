"""A job of sheets as one PDF, and what staff must know before they hand the paper over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from printing.drawing.ink import Ink
from printing.drawing.margin import margin_inks, watermark
from printing.drawing.plan import Continuation, Plan, continue_on_sheets, plan_sheet
from printing.drawing.static import Static, StaticPage, draw_static, refuse_undrawable, static_part
from printing.errors import PrintingError, Reason
from printing.fonts import Fault, JobFont, Repertoire, clusters, value_repertoire
from printing.pdf.document import Document, Tag, put_structure, put_value_font, references, text_string
from printing.sheets.parts import AS_DRAWN, MM, Placement
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues


class NoticeKind(StrEnum):
    """Every notice. `SENTENCES` has the words for each."""

    VARIATION = "variation"
    CHARACTER = "character"
    CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class Notice:
    """`page` counts from 1 through the whole job. `character` is as typed, empty for CONTINUED."""

    kind: NoticeKind
    page: int
    sheet: str
    item: str
    label: str
    character: str = ""

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind].format(page=self.page, label=self.label, code=code_points(self.character))


SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.VARIATION: "{page}枚目「{label}」: 異体字（{code}）の形がフォントにないため、もとの字で印字されます。"
    "字の形を確かめ、違うときは手書きで直してください。",
    NoticeKind.CHARACTER: "{page}枚目「{label}」: フォントにない文字（{code}）があります。空の四角に手書きしてください。",
    NoticeKind.CONTINUED: "{page}枚目「{label}」: 書ききれない分は続紙に入ります。続紙も一緒に渡してください。",
}

_KINDS = {Fault.VARIATION: NoticeKind.VARIATION, Fault.CHARACTER: NoticeKind.CHARACTER}


def faults(inks: Iterable[Ink], page: int, sheet: str, fonts: Repertoire) -> Iterator[Notice]:
    """A notice for each character on the page that is not drawn as typed, once a box."""
    for ink in inks:
        pieces = dict.fromkeys(piece for line in ink.types for piece in clusters(line.text))
        for piece in pieces:
            if fault := fonts[piece].fault:
                yield Notice(_KINDS[fault], page, sheet, ink.item, ink.label, piece)


def code_points(characters: str) -> str:
    """`U+845B U+E0100`."""
    return " ".join(f"U+{ord(character):04X}" for character in characters)


FONT = "V"
"""The name of the value font in the resources of a page."""


def value_layer(inks: Sequence[Ink], font: JobFont) -> tuple[str, list[Tag]]:
    """The operators and the tags, whose position is the marked-content number."""
    parts: list[str] = []
    tags: list[Tag] = []
    for ink in inks:
        if ink.margin:
            parts.append(f"/Artifact <</Type/Pagination>> BDC\n{_types(ink, font)}EMC\n")
            continue
        kind = "P" if ink.types else "Figure" if ink.alt else "Artifact"
        if kind == "Artifact":
            parts.append(f"/Artifact BMC\n{ink.path}EMC\n")
            continue
        parts.append(f"/{kind} <</MCID {len(tags)}>> BDC\n{ink.path}{_types(ink, font)}EMC\n")
        tags.append(Tag(kind, ink.label, ink.alt))
    return "".join(parts), tags


def _types(ink: Ink, font: JobFont) -> str:
    if not ink.types:
        return ""
    shown: list[str] = []
    size = None
    for line in ink.types:
        if line.size != size:
            size = line.size
            shown.append(f"/{FONT} {size:.4g} Tf ")
        shown.append(f"1 0 0 1 {line.x:.2f} {line.y:.2f} Tm <{font.encode(line.text)}> Tj\n")
    return f"BT\n{''.join(shown)}ET\n"


MOST_CHARACTERS = 100_000
"""In one job. Answers are far shorter; more would only slow the desk down."""


NO_TITLE = "様式"
"""Of a PDF whose sheets must not be named."""


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One sheet to print. `placement` is the printer's, the sheet has its own. `on_form` is false on paper that already carries the form; `code` is for the sheet's QR; `watermark` is a short word across every page; `receipt` is the visit's receipt number, for a paper of several pages; what is not `is_named` is not in the PDF's title, which tabs and printers show."""

    sheet: Sheet
    values: SheetValues
    placement: Placement = AS_DRAWN
    on_form: bool = True
    code: str = ""
    watermark: str = ""
    receipt: str = ""
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be told of jobs before they are drawn; `pages_of_jobs` as in `Printed`."""

    notices: tuple[Notice, ...]
    pages_of_jobs: tuple[int, ...]

    @property
    def page_count(self) -> int:
        return sum(self.pages_of_jobs)


@dataclass(frozen=True, slots=True)
class Printed:
    """`pages_of_jobs` are the numbers of pages of each job, continuation sheets included."""

    pdf: bytes
    page_count: int
    notices: tuple[Notice, ...]
    pages_of_jobs: tuple[int, ...]


def render(jobs: Sequence[SheetJob]) -> Printed:
    """Draws the jobs into one PDF. Raises PrintingError, never for what a character is or how long an answer is,
    up to MOST_CHARACTERS in all."""
    if not jobs:
        raise PrintingError(Reason.NOTHING_TO_PRINT)
    _refuse_too_much(jobs)
    work = _Work(Document(), JobFont(value_repertoire()))
    for job in jobs:
        work.draw(job)
    return work.finish(" ".join(dict.fromkeys(job.sheet.title for job in jobs if job.is_named)) or NO_TITLE)


def proof(jobs: Sequence[SheetJob]) -> Proof:
    """What `render` tells of these jobs, without making the PDF. Raises PrintingError for the same, but for more
    different characters than one font can hold."""
    if not jobs:
        raise PrintingError(Reason.NOTHING_TO_PRINT)
    _refuse_too_much(jobs)
    fonts, counts, notices = value_repertoire(), list[int](), list[Notice]()
    for job in jobs:
        laid, first = _Laid.of(job, fonts), sum(counts) + 1
        refuse_undrawable(job.sheet)
        if laid.further:
            refuse_undrawable(laid.further.sheet)
        pages = enumerate(laid.pages, start=first)
        notices += laid.continued(job.sheet.name, first)
        notices += chain(*(faults(inks, number, job.sheet.name, fonts) for number, inks in pages))
        counts.append(len(laid.pages))
    return Proof(_in_order(notices), tuple(counts))


def _refuse_too_much(jobs: Iterable[SheetJob]) -> None:
    characters = sum(job.values.length() for job in jobs)
    if characters > MOST_CHARACTERS:
        raise PrintingError(Reason.TOO_MUCH_TEXT, detail=f"{characters}文字")


def _in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda notice: notice.page))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A job with every ink in its place: `pages` are those of the sheet, then those of its continuation."""

    plan: Plan
    further: Continuation | None
    pages: tuple[Sequence[Ink], ...]

    @classmethod
    def of(cls, job: SheetJob, fonts: Repertoire) -> "_Laid":
        plan = plan_sheet(job.sheet, job.values, fonts, job.code)
        further = continue_on_sheets(job.sheet, job.values, plan.overflows, fonts) if plan.overflows else None
        pages = [*plan.pages, *(further.pages if further else ())]
        papers = (*job.sheet.pages, *(further.sheet.pages if further else ()))
        marked: list[Sequence[Ink]] = []
        for number, (page, inks) in enumerate(zip(papers, pages, strict=True), start=1):
            behind = [watermark(job.watermark, page.width, page.height)] if job.watermark else []
            margin = margin_inks(job.sheet, job.values, job.receipt, number, len(pages), fonts)
            marked.append([*behind, *inks, *margin])
        return cls(plan, further, tuple(marked))

    def continued(self, sheet: str, first: int) -> Iterator[Notice]:
        """A notice for each answer that goes on, `first` being the job's first page."""
        for over in self.plan.overflows:
            yield Notice(NoticeKind.CONTINUED, first, sheet, over.item, over.label)


@dataclass(slots=True)
class _Work:
    """A PDF in the making."""

    document: Document
    font: JobFont
    tree: int = 0
    value_font: int = 0
    structure: int = 0
    pages: list[tuple[int, Sequence[Tag]]] = field(default_factory=list)
    groups: list[tuple[Static, int]] = field(default_factory=list)
    inks: list[tuple[str, Sequence[Ink]]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tree, self.value_font = self.document.reserve(), self.document.reserve()
        self.structure = self.document.reserve()

    def draw(self, job: SheetJob) -> None:
        laid, first = _Laid.of(job, self.font.repertoire), len(self.pages) + 1
        static = static_part(job.sheet)
        base = self._group(static)
        layers = [
            (static.pages[at] if job.on_form else StaticPage(()), base) for at in range(len(laid.plan.pages))
        ]
        papers = job.sheet.pages
        if laid.further:
            own = draw_static(laid.further.sheet)
            base = self._group(own)
            layers += [(page, base) for page in own.pages]
            papers += laid.further.sheet.pages
        for (paper, base), page, inks in zip(layers, papers, laid.pages, strict=True):
            self._page(job, (page.width, page.height), paper, base, inks)
        self.notices += laid.continued(job.sheet.name, first)
        self.counts.append(len(laid.pages))

    def finish(self, title: str) -> Printed:
        document = self.document
        put_value_font(document, self.value_font, self.font)
        put_structure(document, self.structure, self.pages)
        numbers = [page for page, _ in self.pages]
        document.put(self.tree, b"<</Type/Pages/Count %d/Kids%b>>" % (len(numbers), references(numbers)))
        root = document.add(
            b"<</Type/Catalog/Pages %d 0 R/Lang(ja-JP)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"
            b"/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true>>>>" % (self.tree, self.structure)
        )
        info = document.add(b"<</Title%b/Producer(KAKANAI-MADOGUCHI)>>" % text_string(title))
        return Printed(document.finish(root, info), len(numbers), self._all_notices(), tuple(self.counts))

    def _group(self, static: Static) -> int:
        """The static objects, once a file."""
        known = next((base for each, base in self.groups if each is static), None)
        if known is None:
            known = self.document.add_group(static.group)
            self.groups.append((static, known))
        return known

    def _page(
        self, job: SheetJob, size: tuple[float, float], layers: StaticPage, base: int, inks: Sequence[Ink]
    ) -> None:
        operators, tags = value_layer(inks, self.font)
        forms = "".join(f"q {matrix}/S{number} Do Q\n" for number, (_, matrix) in enumerate(layers.layers))
        static = f"/Artifact BMC\n{forms}EMC\n" if forms else ""
        content = f"q\n{job.sheet.placement.then(job.placement).operators(size[1])}{static}{operators}Q\n"
        names = b"".join(b"/S%d %d 0 R" % (number, base + form) for number, (form, _) in enumerate(layers.layers))
        contents = self.document.add_stream(content.encode("ascii"))
        page = self.document.add(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R/StructParents %d/Tabs/S"
            b"/Resources<</Font<</%b %d 0 R>>/XObject<<%b>>>>>>"
            % (
                self.tree,
                size[0] * MM,
                size[1] * MM,
                contents,
                len(self.pages),
                FONT.encode(),
                self.value_font,
                names,
            )
        )
        self.pages.append((page, tags))
        self.inks.append((job.sheet.name, inks))

    def _all_notices(self) -> tuple[Notice, ...]:
        fonts = self.font.repertoire
        if any(fonts[cluster].fault for cluster in self.font):
            for number, (sheet, inks) in enumerate(self.inks, start=1):
                self.notices += faults(inks, number, sheet, fonts)
        return _in_order(self.notices)
