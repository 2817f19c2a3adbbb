"""Areas the law or the office wants left blank: signature, 個人番号, 印影, photograph, an official's field."""

from dataclasses import dataclass

from printing.readingboxes import AT_THE_COUNTER, NUMBER_CELLS, comb_drawings
from printing.rows.contents import comb_room
from printing.rows.look import HAIR, PAD, ROW, SMALL, Placed, inset, label, part
from printing.sheet import MM, Area, BlankBox, Frame

NUMBER_BOX = "number"

HEIGHTS = {
    "signature": 12.0,
    NUMBER_BOX: ROW,
    "staff": ROW,
    "hand": ROW,
    "seal_print": 30.0,
    "photo": 40.0,
}
"""The kinds of blanks with their heights in mm. `hand` is written by the resident, `seal_print` is the 印影欄."""

PHOTO = (30.0, 40.0)
SEAL_PRINT = 27.0
"""A registered seal has sides of at most 25 mm."""
SEAL = 12.0


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing is ever printed into it but the grey `words` that say what belongs there."""

    kind: str
    label: str
    words: str = ""

    def height(self, width: float) -> float:
        return HEIGHTS[self.kind] + (2.0 if self.kind == "photo" else 0.0)

    def place(self, area: Area, placed: Placed) -> None:
        if self.kind == NUMBER_BOX:
            place_number(area, self.label, placed)
            return
        room = self._room(area)
        if room is not area:
            placed.drawings.append(Frame(room, HAIR, dashed=True))
        if self.words:
            placed.drawings.append(label(inset(room, 1.0), self.words, SMALL, "center", grey=0.45))
        placed.boxes.append(BlankBox(room, self.label, self.kind))

    def _room(self, area: Area) -> Area:
        """A photograph and a seal have their size; everything else takes the whole area."""
        sizes = {"photo": PHOTO, "seal_print": (SEAL_PRINT, SEAL_PRINT)}
        if self.kind not in sizes:
            return area
        width, height = min(sizes[self.kind][0], area.w - 2), min(sizes[self.kind][1], area.h - 2)
        return Area(area.page, area.x + (area.w - width) / 2, area.y + (area.h - height) / 2, width, height)


def place_number(area: Area, name: str, placed: Placed) -> None:
    """個人番号: cells that stay empty until the resident writes at the counter (番号法20条)."""
    room = comb_room(area, NUMBER_CELLS)
    placed.drawings += comb_drawings(room, NUMBER_CELLS)
    size = min(8.0, room.h * MM * 0.5)
    placed.drawings.append(label(room, AT_THE_COUNTER, size, "center", grey=0.45))
    placed.boxes.append(BlankBox(room, name, NUMBER_BOX))


def place_seal(area: Area, placed: Placed) -> None:
    """Room for a seal at the right end of the area, marked 印."""
    side = min(SEAL, area.h)
    room = part(area, x=area.w - side - PAD, y=(area.h - side) / 2, w=side, h=side)
    placed.drawings.append(label(room, "印", 9.0, "center", grey=0.45))
    placed.boxes.append(BlankBox(room, "押印", "seal"))
