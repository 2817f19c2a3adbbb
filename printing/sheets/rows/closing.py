"""The end of a form: the declaration with the signature, and the fields of the office. One block, never parted."""

from dataclasses import dataclass

from forms.procedure import Identification, Mark
from printing.sheets.boxes import SignatureBox, StaffBox
from printing.sheets.geometry import Area
from printing.sheets.parts import Frame, Label
from printing.sheets.rows.blanks import place_seal
from printing.sheets.rows.look import OUTER, PAD, SMALL, Placed, inset, label, level, part, upright

DECLARATION, SIGNATURE, SEAL_NOTE = 8.0, 13.6, 3.6
OFFICE_WORDS, OFFICE_HEAD, OFFICE_BODY, CHECK_LINE = 5.0, 4.8, 15.4, 4.2
SIGNATURE_WIDTH = 92.0
STAFF_WIDTH = 17.0
HAND_NOTE = "※ 署名は、ご本人の手でお書きください。"
SEAL_OPTIONAL_NOTE = "※ 押印は、なくてもかまいません。"

PHOTO_PAPERS = "□ マイナンバーカード　　□ 運転免許証　　□ 旅券　　□ 在留カード等"
OTHER_PAPERS = (
    "□ その他1点（　　　　　　　　　　　　）　　□ 委任状",
    "□ 2点（　　　　　　　　　　　　と　　　　　　　　　　　　）　　□ 聞き取り",
)
IDENTIFICATIONS: dict[Identification, tuple[str, ...]] = {
    Identification.NONE: (),
    Identification.ONE_OR_TWO_POINTS: (PHOTO_PAPERS, *OTHER_PAPERS),
    Identification.PHOTO_ONLY: (PHOTO_PAPERS, "□ その他の顔写真付き（　　　　　　　　　　　　）"),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """`signature` is the line's name, empty for none; `staff` are the office's columns, `checks` more for it to tick."""

    words: str = ""
    signature: str = ""
    seal: Mark = Mark.NONE
    identification: Identification = Identification.ONE_OR_TWO_POINTS
    staff: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def height(self, width: float) -> float:
        return self._upper(width) + self._office(width)

    def place(self, area: Area, placed: Placed) -> None:
        upper = self._upper(area.w)
        if upper:
            self._place_declaration(part(area, h=upper), placed)
        if self._office(area.w):
            self._place_office(part(area, y=upper), placed)

    def _upper(self, width: float) -> float:
        if self.signature:
            return SIGNATURE + 1.0
        return DECLARATION if self.words else 0.0

    def _office(self, width: float) -> float:
        if not (self.staff or self._papers()):
            return 0.0
        papers = len(self._papers()) * CHECK_LINE + 2.4
        return OFFICE_WORDS + OFFICE_HEAD + max(OFFICE_BODY, papers)

    def _papers(self) -> tuple[str, ...]:
        checks = ("　　".join(f"□ {check}" for check in self.checks),) if self.checks else ()
        return (*IDENTIFICATIONS[self.identification], *checks)

    def _place_declaration(self, area: Area, placed: Placed) -> None:
        left = part(area, w=area.w - (SIGNATURE_WIDTH + 3 if self.signature else 0))
        if self.words:
            placed.drawings.append(label(part(left, h=7.5), self.words, 10.0))
        if not self.signature:
            return
        notes = [HAND_NOTE, *([SEAL_OPTIONAL_NOTE] if self.seal is Mark.OPTIONAL else [])]
        for number, note in enumerate(notes):
            placed.drawings.append(Label(part(left, y=7.5 + number * SEAL_NOTE, h=SEAL_NOTE), note, SMALL))
        frame = part(area, x=area.w - SIGNATURE_WIDTH, h=SIGNATURE)
        placed.drawings.append(Frame(frame, 1.2))
        placed.drawings.append(label(part(frame, x=PAD, y=0.6, w=70, h=4.4), self.signature, SMALL))
        seal = SIGNATURE + PAD if self.seal is not Mark.NONE else 0.0
        placed.boxes.append(SignatureBox(part(frame, w=frame.w - seal), self.signature))
        if seal:
            place_seal(part(frame, x=frame.w - seal), placed)

    def _place_office(self, area: Area, placed: Placed) -> None:
        placed.drawings.append(Label(part(area, h=OFFICE_WORDS), "役場で記入します", SMALL, grey=0.35))
        table = part(area, y=OFFICE_WORDS)
        placed.drawings.append(Frame(table, OUTER / 2))
        placed.drawings.append(level(table, OFFICE_HEAD, OUTER / 2))
        papers = self._papers()
        width = STAFF_WIDTH if papers else table.w / max(1, len(self.staff))
        x = 0.0
        if papers:
            x = table.w - len(self.staff) * width
            placed.drawings.append(label(part(table, w=x, h=OFFICE_HEAD), "本人確認・添付書類", SMALL, "center"))
            text = inset(part(table, w=x, y=OFFICE_HEAD), PAD)
            placed.drawings.append(label(text, "\n".join(papers), SMALL))
        for number, name in enumerate(self.staff):
            column = part(table, x=x + number * width, w=width)
            if column.x > table.x:
                placed.drawings.append(upright(column, 0, OUTER / 2))
            placed.drawings.append(label(inset(part(column, h=OFFICE_HEAD), 0.5), name, SMALL, "center"))
        placed.boxes.append(StaffBox(table, "役場の欄"))
