"""The end of a form, and the areas the law or the office wants left blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from forms.procedure import Identification, Mark
from printing.sheets.boxes import BLANKS, NumberBox, SealBox, SignatureBox, StaffBox, TickBox, text
from printing.sheets.parts import Area, Frame, Label
from printing.sheets.rows import contents

BlankKind = Literal["signature", "number", "staff", "hand", "choose", "seal_print", "photo"]

HEIGHTS: dict[BlankKind, float] = {
    "signature": 12.0,
    "number": 7.4,
    "staff": contents.ROW,
    "hand": contents.ROW,
    "choose": contents.ROW,
    "seal_print": 29.0,
    "photo": 42.0,
}
"""The kinds of blanks with their heights in mm. `hand` is written by the resident, of `choose` a word is
circled, `seal_print` is the 印影欄."""

SIZES: dict[BlankKind, tuple[float, float]] = {"photo": (30.0, 40.0), "seal_print": (27.0, 27.0)}
"""Width and height, in mm; a registered seal has sides of at most 25 mm."""
SEAL = 12.0
NARROWEST_NUMBER = 5.0
"""Of a cell of a 個人番号, in mm: old hands write large."""
UNDER = 2.8
"""Height of the words under the cells of a 個人番号 where there is no room beside them."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing is ever printed into it but the grey `words` that say what belongs there, or those to circle."""

    kind: BlankKind
    label: str
    words: str = ""

    @property
    def rigid(self) -> bool:
        """A photograph and a seal have their size, and so have the digits somebody writes."""
        return self.kind in SIZES or self.kind == "number"

    def height(self, width: float) -> float:
        return HEIGHTS[self.kind] + (UNDER if self.kind == "number" and not _has_words_beside(width) else 0.0)

    def place(self, area: Area, placed: contents.Placed) -> None:
        if self.kind == "number":
            place_number(area, self.label, placed)
            return
        room = self._room(area)
        if room is not area:
            placed.drawings.append(Frame(room, contents.HAIR, dashed=True))
        if self.words and self.kind == "choose":
            placed.drawings.append(contents.label(contents.inset(room, contents.PAD), self.words))
        elif self.words:
            placed.drawings.append(
                contents.label(contents.inset(room, 1.0), self.words, contents.SMALL, "center", grey=0.45)
            )
        placed.boxes.append(BLANKS[self.kind](room, self.label))

    def _room(self, area: Area) -> Area:
        """In the middle of the area if it has a size of its own."""
        if self.kind not in SIZES:
            return area
        width, height = (
            min(size, room) for size, room in zip(SIZES[self.kind], (area.w - 1, area.h - 1), strict=True)
        )
        return Area(area.page, area.x + (area.w - width) / 2, area.y + (area.h - height) / 2, width, height)


def place_number(area: Area, name: str, placed: contents.Placed) -> None:
    """個人番号: cells that stay empty until the resident writes at the counter (番号法20条)."""
    beside = _has_words_beside(area.w)
    room = contents.comb_room(area if beside else contents.part(area, h=area.h - UNDER), text.NUMBER_CELLS)
    if room.w < text.NUMBER_CELLS * NARROWEST_NUMBER:
        raise contents.TooLong(name)
    under = Area(area.page, room.x, room.y + room.h, room.w, UNDER)
    words = contents.part(area, x=room.w + 2 * contents.PAD) if beside else under
    placed.drawings += text.comb_drawings(room, text.NUMBER_CELLS)
    placed.drawings.append(
        contents.label(
            words, text.AT_THE_COUNTER, contents.SMALL if beside else 6.0, "left" if beside else "center"
        )
    )
    placed.boxes.append(NumberBox(room, name, frame=False))


def _has_words_beside(width: float) -> bool:
    return (
        width
        > text.NUMBER_CELLS * contents.COMB_PITCH
        + contents.width_of(text.AT_THE_COUNTER, contents.SMALL)
        + 3 * contents.PAD
    )


def place_seal(area: Area, placed: contents.Placed) -> None:
    """Room for a seal at the right end of the area, marked 印."""
    side = min(SEAL, area.h)
    room = contents.part(area, x=area.w - side - contents.PAD, y=(area.h - side) / 2, w=side, h=side)
    placed.drawings.append(contents.label(room, "印", 9.0, "center", grey=0.45))
    placed.boxes.append(SealBox(room, "押印"))


DECLARATION, SIGNATURE, SEAL_NOTE = 8.0, 13.6, 3.6
OFFICE_WORDS, OFFICE_HEAD, OFFICE_BODY, CHECK_LINE = 5.2, 4.2, 20.0, 4.0
SIGNATURE_WIDTH = 92.0
STAFF_WIDTH, STAMP_WIDTH = 15.0, 23.0
"""Of a column that somebody signs, and of the one for the stamp of receipt, which is round and 20 mm wide."""
SHADE = 0.93
"""The grey behind everything that the office writes."""
HAND_NOTE = "※ 署名は、ご本人の手でお書きください。"
SEAL_OPTIONAL_NOTE = "※ 押印は、なくてもかまいません。"
OFFICE_TITLE = "※ 職員記入欄（記入しないでください）"
FEE_COLUMN = "手数料"
RECEIPT_ITEM, STAFF_ITEM, FEE_ITEM, PAPERS_ITEM, OTHERS_ITEM = (
    "sheet.receipt",
    "sheet.staff",
    "sheet.fee",
    "sheet.papers",
    "sheet.other_papers",
)
"""What the desk knows: receipt number, who prints, fee, the kinds of papers shown, and in words those without a square here."""
ENTRY, STAFF_ENTRY = 24.0, 34.0
"""Width of the receipt number and of the fee, and of the name of who prints."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A square to tick. `code` is the kind of paper as the desk knows it; `room` mm are kept to write behind the words."""

    words: str
    code: str = ""
    room: float = 0.0
    after: str = ""
    item: str = ""


PHOTO_PAPERS = (
    Paper("マイナンバーカード", "my_number_card"),
    Paper("運転免許証", "driving_licence"),
    Paper("旅券", "passport"),
    Paper("在留カード等", "residence_card"),
)
TICKED_PAPERS = frozenset(paper.code for paper in PHOTO_PAPERS)
IDENTIFICATIONS: dict[Identification, tuple[tuple[Paper, ...], ...]] = {
    Identification.NONE: (),
    Identification.ONE_OR_TWO_POINTS: (
        PHOTO_PAPERS,
        (Paper("その他（", room=62.0, after="）", item=OTHERS_ITEM),),
        (Paper("聞き取り"), Paper("委任状"), Paper("戸籍・登記事項証明書")),
    ),
    Identification.PHOTO_ONLY: (
        PHOTO_PAPERS,
        (Paper("その他の顔写真付き（", room=44.0, after="）", item=OTHERS_ITEM),),
        (Paper("委任状"), Paper("戸籍・登記事項証明書")),
    ),
}
NOTES_GAP = 1.0
SQUARE, AFTER_SQUARE, BETWEEN = 2.5, 1.0, 3.4


@dataclass(frozen=True, slots=True)
class Closing:
    """`signature` is the line's name, empty for none; `staff` are the office's columns, `checks` more for it to tick;
    `notes` are the 注意事項, a line each."""

    words: str = ""
    signature: str = ""
    seal: Mark = Mark.NONE
    identification: Identification = Identification.ONE_OR_TWO_POINTS
    staff: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    notes: str = ""

    def height(self, width: float) -> float:
        return self._noted(width) + self._upper + self._office

    def place(self, area: Area, placed: contents.Placed) -> None:
        noted = self._noted(area.w)
        if noted:
            placed.drawings.append(
                contents.label(contents.part(area, h=noted - NOTES_GAP), self.notes, contents.SMALL)
            )
        if self._upper:
            self._place_declaration(contents.part(area, y=noted, h=self._upper), placed)
        if self._office:
            self._place_office(contents.part(area, y=noted + self._upper), placed)

    def _noted(self, width: float) -> float:
        return contents.Words(self.notes, contents.SMALL, 0.0).height(width) + NOTES_GAP if self.notes else 0.0

    @property
    def _upper(self) -> float:
        if self.signature:
            return SIGNATURE + 1.0
        return DECLARATION if self.words else 0.0

    @property
    def _office(self) -> float:
        if not (self.staff or self._papers()):
            return 0.0
        papers = len(self._papers()) * CHECK_LINE + 2.4
        return OFFICE_WORDS + OFFICE_HEAD + max(OFFICE_BODY, papers)

    def _papers(self) -> tuple[tuple[Paper, ...], ...]:
        checks = [
            tuple(Paper(check) for check in self.checks[at : at + 3]) for at in range(0, len(self.checks), 3)
        ]
        return (*IDENTIFICATIONS[self.identification], *checks)

    def _place_declaration(self, area: Area, placed: contents.Placed) -> None:
        left = contents.part(area, w=area.w - (SIGNATURE_WIDTH + 3 if self.signature else 0))
        if self.words:
            placed.drawings.append(contents.label(contents.part(left, h=7.5), self.words, 10.0))
        if not self.signature:
            return
        notes = [HAND_NOTE, *([SEAL_OPTIONAL_NOTE] if self.seal is Mark.OPTIONAL else [])]
        for number, note in enumerate(notes):
            placed.drawings.append(
                Label(contents.part(left, y=7.5 + number * SEAL_NOTE, h=SEAL_NOTE), note, contents.SMALL)
            )
        frame = contents.part(area, x=area.w - SIGNATURE_WIDTH, h=SIGNATURE)
        placed.drawings.append(Frame(frame, 1.2))
        placed.drawings.append(
            contents.label(
                contents.part(frame, x=contents.PAD, y=0.6, w=70, h=4.4), self.signature, contents.SMALL
            )
        )
        seal = SIGNATURE + contents.PAD if self.seal is not Mark.NONE else 0.0
        placed.boxes.append(SignatureBox(contents.part(frame, w=frame.w - seal), self.signature))
        if seal:
            place_seal(contents.part(frame, x=frame.w - seal), placed)

    def _place_office(self, area: Area, placed: contents.Placed) -> None:
        self._place_entries(contents.part(area, h=OFFICE_WORDS), placed)
        table = contents.part(area, y=OFFICE_WORDS)
        placed.drawings += (
            Frame(table, contents.OUTER / 2, SHADE),
            contents.level(table, OFFICE_HEAD, contents.OUTER / 2),
        )
        papers = self._papers()
        between = STAFF_WIDTH if papers else (table.w - STAMP_WIDTH) / max(1, len(self.staff))
        _place_column(contents.part(table, w=STAMP_WIDTH), "受付印", placed)
        x = STAMP_WIDTH
        if papers:
            width = table.w - STAMP_WIDTH - len(self.staff) * STAFF_WIDTH
            room = contents.part(table, x=x, w=width)
            placed.drawings.append(contents.upright(room, 0, contents.OUTER / 2))
            placed.drawings.append(
                contents.label(contents.part(room, h=OFFICE_HEAD), "本人確認・添付書類", contents.SMALL, "center")
            )
            _place_papers(contents.inset(contents.part(room, y=OFFICE_HEAD), contents.PAD), papers, placed)
            x += width
        for name in self.staff:
            placed.drawings.append(contents.upright(contents.part(table, x=x), 0, contents.OUTER / 2))
            _place_column(contents.part(table, x=x, w=between), name, placed)
            x += between

    def _place_entries(self, area: Area, placed: contents.Placed) -> None:
        """The title, and at the right end what the desk fills in itself."""
        placed.drawings.append(contents.label(contents.part(area, w=70), OFFICE_TITLE, contents.SMALL, bold=True))
        fee = [(FEE_COLUMN, FEE_ITEM, ENTRY)] if FEE_COLUMN in self.staff else []
        entries = [("受付番号", RECEIPT_ITEM, ENTRY), ("担当", STAFF_ITEM, STAFF_ENTRY), *fee]
        x = area.w
        for words, item, width in reversed(entries):
            x -= width
            entry = contents.part(area, x=x, w=width, h=area.h - 0.8)
            placed.boxes.append(contents.text_box(entry, item, words, 9.0))
            placed.drawings.append(contents.level(entry, entry.h, contents.HAIR))
            x -= contents.width_of(words, contents.SMALL) + 2.0
            placed.drawings.append(
                contents.label(
                    contents.part(area, x=x, w=contents.width_of(words, contents.SMALL) + 1.0, h=entry.h),
                    words,
                    contents.SMALL,
                )
            )
            x -= 4.0


def _place_column(area: Area, name: str, placed: contents.Placed) -> None:
    """Its head, and room to stamp or to sign."""
    placed.drawings.append(
        contents.label(contents.inset(contents.part(area, h=OFFICE_HEAD), 0.5), name, contents.SMALL, "center")
    )
    placed.boxes.append(StaffBox(contents.part(area, y=OFFICE_HEAD), f"役場の欄（{name}）"))


def _place_papers(area: Area, papers: Sequence[Sequence[Paper]], placed: contents.Placed) -> None:
    """Lines of squares with their words; those the desk knows are ticked, others are ticked by hand."""
    y = (area.h - len(papers) * CHECK_LINE) / 2
    for line in papers:
        row, x = contents.part(area, y=y, h=CHECK_LINE), 0.0
        wished = [SQUARE + AFTER_SQUARE + contents.width_of(paper.words, contents.SMALL) for paper in line]
        spare = area.w - sum(wished) - sum(paper.room for paper in line)
        gap = min(BETWEEN, max(0.8, spare / max(1, len(line) - 1)))
        for paper, width in zip(line, wished, strict=True):
            _place_paper(contents.part(row, x=x, w=min(width, area.w - x)), paper, placed)
            x += width + gap
        y += CHECK_LINE


def _place_paper(area: Area, paper: Paper, placed: contents.Placed) -> None:
    square = contents.part(area, y=(area.h - SQUARE) / 2, w=SQUARE, h=SQUARE)
    placed.drawings.append(Frame(square, contents.HAIR))
    placed.drawings.append(
        contents.label(contents.part(area, x=SQUARE + AFTER_SQUARE), paper.words, contents.SMALL)
    )
    if paper.code:
        placed.boxes.append(TickBox(square, PAPERS_ITEM, paper.words, paper.code, frame=False))
    if paper.room:
        written = Area(area.page, area.x + area.w, area.y, paper.room, area.h)
        placed.boxes.append(contents.text_box(written, paper.item, f"{paper.words.rstrip('（')}の書類", 7.5))
        after = Area(area.page, written.x + written.w, area.y, 3.0, area.h)
        placed.drawings.append(contents.label(after, paper.after, contents.SMALL))
