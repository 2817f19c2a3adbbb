"""Areas the law or the office wants left blank: signature, 個人番号, 印影, photograph, an official's field."""

from dataclasses import dataclass
from typing import Literal

from printing.sheets.boxes import BLANKS, NumberBox, SealBox
from printing.sheets.boxes.blanks import AT_THE_COUNTER, NUMBER_CELLS
from printing.sheets.boxes.text import comb_drawings
from printing.sheets.geometry import Area
from printing.sheets.parts import Frame
from printing.sheets.rows.contents import COMB_PITCH, comb_room
from printing.sheets.rows.look import HAIR, PAD, ROW, SMALL, Placed, TooLong, inset, label, part, width_of

BlankKind = Literal["signature", "number", "staff", "hand", "choose", "seal_print", "photo"]

HEIGHTS: dict[BlankKind, float] = {
    "signature": 12.0,
    "number": 7.4,
    "staff": ROW,
    "hand": ROW,
    "choose": ROW,
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

    def place(self, area: Area, placed: Placed) -> None:
        if self.kind == "number":
            place_number(area, self.label, placed)
            return
        room = self._room(area)
        if room is not area:
            placed.drawings.append(Frame(room, HAIR, dashed=True))
        if self.words and self.kind == "choose":
            placed.drawings.append(label(inset(room, PAD), self.words))
        elif self.words:
            placed.drawings.append(label(inset(room, 1.0), self.words, SMALL, "center", grey=0.45))
        placed.boxes.append(BLANKS[self.kind](room, self.label))

    def _room(self, area: Area) -> Area:
        """In the middle of the area if it has a size of its own."""
        if self.kind not in SIZES:
            return area
        width, height = (
            min(size, room) for size, room in zip(SIZES[self.kind], (area.w - 1, area.h - 1), strict=True)
        )
        return Area(area.page, area.x + (area.w - width) / 2, area.y + (area.h - height) / 2, width, height)


def place_number(area: Area, name: str, placed: Placed) -> None:
    """個人番号: cells that stay empty until the resident writes at the counter (番号法20条)."""
    beside = _has_words_beside(area.w)
    room = comb_room(area if beside else part(area, h=area.h - UNDER), NUMBER_CELLS)
    if room.w < NUMBER_CELLS * NARROWEST_NUMBER:
        raise TooLong(name)
    under = Area(area.page, room.x, room.y + room.h, room.w, UNDER)
    words = part(area, x=room.w + 2 * PAD) if beside else under
    placed.drawings += comb_drawings(room, NUMBER_CELLS)
    placed.drawings.append(label(words, AT_THE_COUNTER, SMALL if beside else 6.0, "left" if beside else "center"))
    placed.boxes.append(NumberBox(room, name, frame=False))


def _has_words_beside(width: float) -> bool:
    return width > NUMBER_CELLS * COMB_PITCH + width_of(AT_THE_COUNTER, SMALL) + 3 * PAD


def place_seal(area: Area, placed: Placed) -> None:
    """Room for a seal at the right end of the area, marked 印."""
    side = min(SEAL, area.h)
    room = part(area, x=area.w - side - PAD, y=(area.h - side) / 2, w=side, h=side)
    placed.drawings.append(label(room, "印", 9.0, "center", grey=0.45))
    placed.boxes.append(SealBox(room, "押印"))
