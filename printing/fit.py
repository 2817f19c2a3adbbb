"""Fitting a text into a box: measure, shrink to the floor, break; None if a continuation sheet is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from printing.breaks import Break, breaks_after
from printing.fonts import Repertoire, clusters

LEADING = 1.2
"""Distance of baselines, in type sizes."""

MIDDLE = 0.38
"""From the middle of a line of type down to its baseline, in type sizes: the em box of kanji is centred."""

STEP = 0.5
"""Points between the type sizes that are tried."""

WORTH_BREAKING = 0.75
"""One line is kept down to this part of the wished size, rather than broken in two."""

WORTH_A_BAD_BREAK = 0.8
"""A break at the best places is kept down to this part of the size that ordinary breaks would give."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a box offers, in points. `lines` is the most lines, `floor` the smallest size allowed."""

    width: float
    height: float
    size: float
    floor: float
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines to draw, all at `size` points, with their widths in points. Joined they are the text, but for newlines."""

    size: float
    lines: tuple[str, ...]
    widths: tuple[float, ...]


def fit(text: str, room: Room, fonts: Repertoire) -> Fitted | None:
    """The largest and calmest way the whole text stands in the room, None if it does not."""
    one_line = _on_one_line(text, room, fonts) if "\n" not in text else None
    if one_line and one_line.size >= room.size * WORTH_BREAKING:
        return one_line
    measured = [Measured.of(line, fonts) for line in text.split("\n")]
    calm = _largest(measured, room, Break.PREFERRED, room.floor)
    plain = _largest(measured, room, Break.ALLOWED, calm.size if calm else room.floor)
    if calm and (plain is None or calm.size >= plain.size * WORTH_A_BAD_BREAK):
        return calm
    return plain or _broken(measured, room, Break.FORBIDDEN, room.floor)


@dataclass(frozen=True, slots=True)
class Measured:
    """A text in pieces. `ends[n]` is the width before piece n, in thousandths of the type size."""

    pieces: Sequence[str]
    breaks: Sequence[Break]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str, fonts: Repertoire) -> "Measured":
        pieces = clusters(text)
        return cls(pieces, breaks_after(pieces), [0, *accumulate(fonts[piece].width for piece in pieces)])

    def lines(self, width: float, worst: Break, most: int) -> list[tuple[str, int]] | None:
        """Greedy lines with their widths, that end at breaks of rank `worst` or better; None if more than `most`."""
        lines: list[tuple[str, int]] = []
        start = 0
        while start < len(self.pieces) or not lines:
            end = self._line_end(start, width, worst)
            if end is None or len(lines) == most:
                return None
            lines.append(("".join(self.pieces[start:end]), self.ends[end] - self.ends[start]))
            start = end
        return lines

    def _line_end(self, start: int, width: float, worst: Break) -> int | None:
        best = start if start == len(self.pieces) else None
        for at in range(start, len(self.pieces)):
            is_space = self.pieces[at] in (" ", "\u3000")  # hangs over the edge, where it has no ink
            if not is_space and self.ends[at + 1] - self.ends[start] > width:
                break
            if self.breaks[at] >= worst or at + 1 == len(self.pieces):
                best = at + 1
        return best


def sizes(room: Room) -> Iterator[float]:
    """Type sizes from the wished one down to the floor."""
    size = room.size
    while size > room.floor:
        yield size
        size -= STEP
    yield room.floor


def one_line_at(text: str, size: float, fonts: Repertoire) -> Fitted:
    """The text as it is, for words whose room is known."""
    return Fitted(size, (text,), (fonts.width(text) * size / 1000,))


def _on_one_line(text: str, room: Room, fonts: Repertoire) -> Fitted | None:
    width = fonts.width(text)
    shrunk = int(room.width * 10_000 / width) / 10 if width else room.size
    size = min(shrunk, room.size, room.height)
    return Fitted(size, (text,), (width * size / 1000,)) if size >= room.floor else None


def _largest(texts: Sequence[Measured], room: Room, worst: Break, floor: float) -> Fitted | None:
    for size in sizes(room):
        if size < floor:
            return None
        if found := _broken(texts, room, worst, size):
            return found
    return None


def _broken(texts: Sequence[Measured], room: Room, worst: Break, size: float) -> Fitted | None:
    most = min(room.lines, int((room.height / size - 1) / LEADING + 1 + 1e-9)) if size <= room.height else 0
    lines: list[tuple[str, int]] = []
    for text in texts:
        more = text.lines(room.width * 1000 / size, worst, most - len(lines))
        if more is None:
            return None
        lines.extend(more)
    return Fitted(size, tuple(line for line, _ in lines), tuple(width * size / 1000 for _, width in lines))
