"""The town's own form and the boxes drawn over it: read, put in order, written, and why it cannot be traced."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import pikepdf

from forms import MistakeKind, Table, Told, inputs, read_toml, tomlfile, tomltext
from printing.drawing.static import template_size
from printing.errors import PrintingError
from printing.sheets.boxes import BlankBox, Box, ItemBox, RowsBox, read_box
from printing.sheets.parts import Page, Reading, read_line
from printing.sheets.reading import LONGEST_SIDE, MOST_PAGES

LARGEST_CONTENT = 16_000_000
"""Bytes of a stream that is no picture."""

LARGEST_PICTURE = 300_000_000
"""A3 at 600 dots per inch in colour has 210 million."""

LARGEST_TOGETHER = 600_000_000

GROWTH = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 2_700, "/LZW": 2_700}
"""How many times larger these filters can make what they read, at most."""

FLATE = ("/FlateDecode", "/Fl")


class BombError(Exception):
    """A stream is larger than any form has."""


def check_streams(pdf: pikepdf.Pdf) -> None:
    """Raise BombError for a file with a stream that no form needs, before any of it is decoded whole."""
    together = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            is_picture = thing.get("/Subtype") == "/Image"
            together += _size(thing, LARGEST_PICTURE if is_picture else LARGEST_CONTENT)
            if together > LARGEST_TOGETHER:
                raise BombError


def _size(stream: pikepdf.Stream, most: int) -> int:
    """Return the bytes it unpacks to, as far as filters of text and of pictures leave them."""
    data, size = bytes(stream.read_raw_bytes()), 0
    for name in _filters(stream):
        if name in FLATE:
            data = _inflated(data, most)
        elif name in GROWTH:
            size = len(data) * GROWTH[name]
            break
    size = max(size, len(data))
    if size > most:
        raise BombError
    return size


def _filters(stream: pikepdf.Stream) -> Iterator[str]:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        yield from (str(name) for name in found.as_list())
    elif found is not None:
        yield str(found)


def _inflated(data: bytes, most: int) -> bytes:
    """What can be unpacked, one byte more than `most` at the most; a broken stream ends where it breaks."""
    try:
        return zlib.decompressobj().decompress(data, most + 1)
    except zlib.error:
        return data


class TraceReason(StrEnum):
    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PAGES = "too_many_pages"
    BAD_SIZE = "bad_size"
    BAD_ID = "bad_id"
    NOT_READY = "not_ready"
    CANNOT_SAVE = "cannot_save"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    TraceReason.NOT_A_PDF: (
        "「{detail}」をPDFとして読めません。",
        "パスワードのない、壊れていないPDFを選んでください。",
    ),
    TraceReason.TOO_LARGE: ("「{detail}」は大きすぎます。", "50MBまでのPDFにしてください。"),
    TraceReason.UNPACKS_TOO_LARGE: (
        "「{detail}」の中に、様式にはない大きさのものが入っています。",
        "元の文書から、PDFを作り直してください。",
    ),
    TraceReason.TOO_MANY_PAGES: ("ページが多すぎます（{detail}ページ）。", "20ページまでに分けてください。"),
    TraceReason.BAD_SIZE: (
        "用紙の大きさが合いません（{detail}）。",
        "縦も横も20mmから600mmまでのPDFにしてください。",
    ),
    TraceReason.BAD_ID: (
        "「{detail}」は手続のIDに使えません。",
        "小文字の英字で始まる3文字から40文字の英数字と _ にしてください。",
    ),
    TraceReason.NOT_READY: ("まだ保存できません。{detail}", "画面の「直すところ」を直してください。"),
    TraceReason.CANNOT_SAVE: (
        "「{detail}」に書き込めません。",
        "フォルダーの権限とディスクの空きを確かめてください。",
    ),
}


class TraceError(Told):
    """Raised where the person who traces has to do something about it."""

    reasons = TraceReason
    words = WORDS
    reason: TraceReason


LARGEST_TEMPLATE = 50_000_000
SHORTEST_SIDE = 20.0


@dataclass(frozen=True, slots=True)
class Template:
    """`sizes` are width and height of each page in mm, after rotation."""

    name: str
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]

    @property
    def page_count(self) -> int:
        return len(self.sizes)

    @property
    def mark(self) -> str:
        """Short and different for different files."""
        return hashlib.sha256(self.pdf).hexdigest()[:12]


def read_template(file: Path) -> Template:
    """Raises TraceError (not_a_pdf, too_large, unpacks_too_large, too_many_pages, bad_size) or OSError."""
    with file.open("rb") as opened:
        pdf = opened.read(LARGEST_TEMPLATE + 1)
    if len(pdf) > LARGEST_TEMPLATE:
        raise TraceError(TraceReason.TOO_LARGE, detail=file.name)
    count = _page_count(pdf, file.name)
    try:
        sizes = tuple(template_size(file, number) for number in range(1, count + 1))
    except PrintingError:
        raise TraceError(TraceReason.NOT_A_PDF, detail=file.name) from None
    for width, height in sizes:
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in (width, height)):
            raise TraceError(TraceReason.BAD_SIZE, detail=f"{width:.0f}×{height:.0f}mm")
    return Template(file.name, pdf, sizes)


def _page_count(pdf: bytes, name: str) -> int:
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            check_streams(opened)
            count = len(opened.pages)
    except BombError:
        raise TraceError(TraceReason.UNPACKS_TOO_LARGE, detail=name) from None
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError):
        raise TraceError(TraceReason.NOT_A_PDF, detail=name) from None
    if not 1 <= count <= MOST_PAGES:
        raise TraceError(TraceReason.TOO_MANY_PAGES, detail=str(count))
    return count


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet over a template. `drawings` and `page_mark` are kept as an existing file said them."""

    title: str
    boxes: tuple[Box, ...] = ()
    drawings: tuple[Mapping[str, object], ...] = ()
    page_mark: tuple[float, ...] = field(default=())


def in_reading_order(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The same boxes for the same places, whatever order they came in (boxes in one place keep theirs)."""
    found: list[Box] = []
    line: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.area.page, box.area.y, box.area.x)):
        if line and not _in_line(box, line):
            found += _from_left(line)
            line = []
        line.append(box)
    return tuple(found + _from_left(line))


def _in_line(box: Box, line: Sequence[Box]) -> bool:
    """Whether its middle lies beside the line's first box."""
    first = line[0].area
    return box.area.page == first.page and box.area.y + box.area.h / 2 <= first.y + first.h


def _from_left(line: list[Box]) -> list[Box]:
    return sorted(line, key=lambda box: (box.area.x, box.area.y))


TEMPLATE = "template.pdf"
MOST_BOXES = 600
ANY_PAGE = Page(0, 0)
SCREEN = Path("（画面）")
"""Stands for a file in mistakes of what a browser sent."""


def read_layout(file: Path, page_count: int) -> Layout | None:
    """The layout of an existing `sheet.toml`; None if its pages are not those of the template. Raises DataMistake."""
    root = read_toml(file)
    pages = root.tables("page")
    expected = [(TEMPLATE, number) for number in range(1, page_count + 1)]
    if [(page.text("template", ""), page.integer("template_page", 1)) for page in pages] != expected:
        return None
    drawings = root.raw("drawing")
    plain = [each for each in drawings if isinstance(each, dict)] if isinstance(drawings, list) else []
    mark = root.numbers("page_mark") if root.has("page_mark") else ()
    layout = Layout(read_line(root, "title"), read_boxes(root, page_count), tuple(plain), mark)
    root.check()
    return layout


def boxes_from_plain(data: Mapping[str, object], page_count: int) -> tuple[Box, ...]:
    """The same from `{"box": […]}` as JSON or a form gives it. Raises DataMistake."""
    root = tomlfile.table_of(data, SCREEN)
    boxes = read_boxes(root, page_count)
    root.check()
    return boxes


def read_boxes(root: Table, page_count: int) -> tuple[Box, ...]:
    """Return the boxes as drafts: what is not said yet is missing, not wrong. Raise DataMistake."""
    tables = root.tables("box")
    if len(tables) > MOST_BOXES:
        root.refuse(MistakeKind.OUT_OF_RANGE, "box", f"{MOST_BOXES}個まで")
    # How large the pages are does not matter here: `kiosk.trace.tracing` tells what sticks out.
    draft = Reading((ANY_PAGE,) * page_count, {}, is_draft=True)
    return tuple(read_box(table, draft) for table in tables)


HEAD = """\
# {title}
# kiosk forms trace で作りました。もう一度開いて直すことも、この文字をじかに直すこともできます。
# 長さは用紙の左上からのmm、at = [左, 上, 幅, 高さ]。文字の大きさはポイント。
"""
ROW_BOX = "[[box]]"
CELL = "[[box.cell]]"


Pages = Sequence[Mapping[str, object]]
"""The `[[page]]` tables of a sheet."""


def template_pages(count: int) -> Pages:
    return [{"template": TEMPLATE, "template_page": page} for page in range(1, count + 1)]


def blank_pages(sizes: Sequence[tuple[float, float]]) -> Pages:
    """Without the template, to print the values alone."""
    return [{"width": width, "height": height} for width, height in sizes]


def sheet_toml(layout: Layout, pages: Pages) -> str:
    """Boxes are written in the order the layout has them."""
    parts = [HEAD.format(title=_comment(layout.title)) + f"title = {tomltext.spell(layout.title)}\n"]
    if layout.page_mark:
        parts[0] += f"page_mark = {tomltext.spell(layout.page_mark)}\n"
    parts += [tomltext.write_table("[[page]]", page) for page in pages]
    parts += [tomltext.write_table("[[drawing]]", drawing) for drawing in layout.drawings]
    last = 0
    for box in layout.boxes:
        if box.area.page != last and len(pages) > 1:
            parts.append(f"# ---- {box.area.page}ページ目 ----\n")
        last = box.area.page
        parts.append(_box(box, several_pages=len(pages) > 1))
    return "\n".join(parts)


def _box(box: Box, *, several_pages: bool) -> str:
    plain = box.plain(with_page=several_pages)
    cells = box.row if isinstance(box, RowsBox) else ()
    text = f"# {_named(box)}\n" + tomltext.write_table(
        ROW_BOX, {key: plain[key] for key in plain if key != "cell"}
    )
    return text + "".join(f"\n{tomltext.write_table(CELL, cell.plain())}" for cell in cells)


def _named(box: Box) -> str:
    label = box.label if isinstance(box, ItemBox | BlankBox) else ""
    name = _comment(label or box.name)
    return f"{name}（{_comment(box.item)}）" if isinstance(box, ItemBox) and box.item else name


def _comment(text: str) -> str:
    return "".join(sign if inputs.is_one_line(sign) else " " for sign in text)
