"""The order people read boxes in: page by page, line by line, from the left. The text of the PDF follows it."""

from collections.abc import Iterable, Sequence

from printing.sheets.boxes import Box


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
