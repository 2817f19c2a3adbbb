"""Where each printer and each sheet puts its ink: `config/printers.toml` in mm (see docs/printers.md)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forms import MistakeKind, Table, read_toml, tomltext
from printing.sheets.parts import AS_DRAWN, SPAN_X, SPAN_Y, Placement, placement_from_measures

PRINTERS = "printers.toml"

Measures = tuple[float, float, float, float]
"""A, B, C and D of the calibration page, in mm."""

FARTHEST = 30.0
"""Millimetres; who needs more has the wrong paper in the tray."""

SMALLEST_SCALE, LARGEST_SCALE = 0.9, 1.1
STRETCH = 0.1
OFFSETS = ("offset_x", "offset_y", "scale", "scale_x", "scale_y")


@dataclass(frozen=True, slots=True)
class Alignment:
    """`printers` by address, `sheets` by procedure id, `pairs` by both."""

    printers: Mapping[str, Placement] = field(default_factory=dict)
    sheets: Mapping[str, Placement] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], Placement] = field(default_factory=dict)

    def placement(self, printer: str | None, sheet: str) -> Placement:
        """Return the sheet's placement, then what this printer does to this sheet, then what it does to all."""
        placed = self.sheets.get(sheet, AS_DRAWN)
        if printer is not None:
            placed = placed.then(self.pairs.get((printer, sheet), AS_DRAWN))
            placed = placed.then(self.printers.get(printer, AS_DRAWN))
        return placed

    def printer(self, address: str) -> Placement:
        return self.printers.get(address, AS_DRAWN)


def read_alignment(file: Path) -> Alignment:
    """Nothing is moved if there is no such file. Raises DataMistake."""
    if not file.is_file():
        return Alignment()
    root = read_toml(file)
    printers: dict[str, Placement] = {}
    pairs: dict[tuple[str, str], Placement] = {}
    for table in root.tables("printer"):
        address = _new(table, "uri", printers)
        printers[address] = _placement(table, may_be_measured=True)
        for sheet, placement in _sheets(table).items():
            pairs[address, sheet] = placement
        table.finish()
    alignment = Alignment(printers, _sheets(root), pairs)
    root.finish()
    return alignment


def _sheets(table: Table) -> dict[str, Placement]:
    sheets: dict[str, Placement] = {}
    for entry in table.tables("sheet"):
        id = _new(entry, "id", sheets)
        sheets[id] = _placement(entry, may_be_measured=False)
        entry.finish()
    return sheets


def _new(table: Table, key: str, known: Mapping[str, Placement]) -> str:
    name = table.text(key)
    if name in known:
        table.note(MistakeKind.DUPLICATE, key, name)
    return name


def _placement(table: Table, *, may_be_measured: bool) -> Placement:
    if may_be_measured and table.has("measured"):
        for key in OFFSETS:
            if table.raw(key) is not None:
                table.note(MistakeKind.NOT_ALLOWED, key, "measured だけ、または offset と scale だけ")
        return _measured(table)
    both = table.number("scale", 1.0, least=SMALLEST_SCALE, most=LARGEST_SCALE)
    return Placement(
        table.number("offset_x", 0.0, least=-FARTHEST, most=FARTHEST),
        table.number("offset_y", 0.0, least=-FARTHEST, most=FARTHEST),
        table.number("scale_x", both, least=SMALLEST_SCALE, most=LARGEST_SCALE),
        table.number("scale_y", both, least=SMALLEST_SCALE, most=LARGEST_SCALE),
    )


def _measured(table: Table) -> Placement:
    """Read A, B, C and D of the calibration page."""
    numbers = table.numbers("measured")
    if len(numbers) != 4:
        table.wrong_type("measured", "[A, B, C, D]（調整ページで測ったmm）")
        return AS_DRAWN
    left, top, across, along = numbers
    if not are_sound((left, top, across, along)):
        expected = f"AとBは0から60、Cは{SPAN_X:g}、Dは{SPAN_Y:g}の前後1割まで"
        table.note(MistakeKind.OUT_OF_RANGE, "measured", expected)
        return AS_DRAWN
    return placement_from_measures(left, top, across, along)


def are_sound(measures: Measures) -> bool:
    """Return whether A, B, C and D can be what somebody has measured on a page of the right paper."""
    left, top, across, along = measures
    return 0 < left < 60 and 0 < top < 60 and _near(across, SPAN_X) and _near(along, SPAN_Y)


def write_measures(config: Path, uri: str, measures: Measures) -> None:
    """Begin the folder's `printers.toml` with what was measured on this printer's page. Raise OSError."""
    config.mkdir(parents=True, exist_ok=True)
    table = tomltext.write_table("[[printer]]", {"uri": uri, "measured": list(measures)})
    (config / PRINTERS).write_text(table, "utf-8")


def _near(length: float, span: float) -> bool:
    return abs(length / span - 1) <= STRETCH


def full_address(typed: str) -> str:
    """Return an address from what stands on the printer's own page: 192.0.2.1 is ipp://192.0.2.1/ipp/print."""
    text = unicodedata.normalize("NFKC", typed[:300]).strip()
    return text if "://" in text or not text else f"ipp://{text}/ipp/print"
