"""Fitting a text into a box: measure, shrink to the floor, break at allowed places (JIS X 4051 禁則処理); None if a
continuation sheet is needed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import NamedTuple

from printing.fonts import Repertoire, clusters


class Break(IntEnum):
    """How well a line may end after a character; larger is better."""

    FORBIDDEN = 0
    ALLOWED = 1
    PREFERRED = 2


_NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー’”）〕］｝〉》」』】,.:;?!)]}･｡､｣ﾞﾟｰ‐〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮ"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【([{｢")
_SPACES = frozenset(" \u3000\u00a0\t")
_WORD = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u00c0-\u024f\u1e00-\u1eff'’@._/&+−-]")
_HYPHENS = frozenset("-‐−－")
_UNITS = frozenset("年月日時分歳円通枚人番号条丁")
_DISTRICTS = frozenset("都道府県郡市区町村")
_PREFECTURES = frozenset("都道府県")
_NUMBERED = frozenset("目地番号")
_NUMBERED_WORDS = frozenset({"丁目", "番地"})
_GOES_ON = frozenset("地目番号の先室棟館階0123456789０１２３４５６７８９")
"""What follows a number in the same part of an address."""


def breaks_after(pieces: Sequence[str]) -> list[Break]:
    """For each piece (a cluster of characters) how well a line may end after it."""
    ranks: list[Break] = []
    start = 0
    for position in range(len(pieces)):
        rank = _rank(pieces, position, start)
        ranks.append(rank)
        if rank is Break.PREFERRED:
            start = position + 1
    return ranks


def _rank(pieces: Sequence[str], position: int, start: int) -> Break:
    if position + 1 == len(pieces):
        return Break.ALLOWED
    before, after = pieces[position][0], pieces[position + 1][0]
    if after in _NO_START or after in _SPACES or before in _NO_END:
        return Break.FORBIDDEN
    if before.isdigit() and after in _UNITS:
        return Break.FORBIDDEN
    if before == "\u3000" or (before == "年" and after.isdigit()):
        return Break.PREFERRED
    if before in _SPACES:
        return Break.ALLOWED
    if _WORD.match(before) and _WORD.match(after):
        return Break.ALLOWED if before in _HYPHENS and after.isalpha() else Break.FORBIDDEN
    return Break.PREFERRED if _ends_address_part(pieces, position, start) else Break.ALLOWED


def _ends_address_part(pieces: Sequence[str], position: int, start: int) -> bool:
    """After 市 町 丁目 番地 …, but not inside names like 町田市 or 東村山市."""
    before, after = pieces[position], pieces[position + 1]
    if before in _NUMBERED:
        whole = position > start and pieces[position - 1] + before in _NUMBERED_WORDS
        return (whole or before in "番号") and after[0] not in _GOES_ON
    ahead = 1 if before in _PREFECTURES else 2
    inside_name = any(piece in _DISTRICTS for piece in pieces[position + 1 : position + 1 + ahead])
    return before in _DISTRICTS and position > start and not inside_name


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


RAGGED = 0.5
"""Breaks at the best places are given up where they leave a line shorter than this part of the longest."""


class Room(NamedTuple):
    """What a box offers, in points. `lines` is the most lines, `floor` the smallest size allowed; `even` lines are of
    much the same length."""

    width: float
    height: float
    size: float
    floor: float
    lines: int = 1
    even: bool = False


class Fitted(NamedTuple):
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
    is_even = calm is None or not room.even or min(calm.widths) >= max(calm.widths) * RAGGED
    if calm and is_even and (plain is None or calm.size >= plain.size * WORTH_A_BAD_BREAK):
        return _evened(calm, measured, room, Break.PREFERRED)
    if plain or calm:
        return _evened(plain or calm, measured, room, Break.ALLOWED)
    return _broken(measured, room, Break.FORBIDDEN, room.floor)


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
        """Greedy lines with their widths, that end at breaks of rank `worst` or better; None if more than `most`.

        With FORBIDDEN a word that is wider than the line is broken, and no other.
        """
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
        full = None
        for at in range(start, len(self.pieces)):
            is_space = self.pieces[at] in (" ", "\u3000")  # hangs over the edge, where it has no ink
            if not is_space and self.ends[at + 1] - self.ends[start] > width:
                break
            full = at + 1
            if self.breaks[at] >= max(worst, Break.ALLOWED) or full == len(self.pieces):
                best = full
        return full if best is None and worst is Break.FORBIDDEN else best


def _evened(fitted: Fitted | None, texts: Sequence[Measured], room: Room, worst: Break) -> Fitted | None:
    """The same lines in number and size, as narrow as they may be: none is a few characters long."""
    if fitted is None or not room.even or len(fitted.lines) < 2:
        return fitted
    low, high = max(fitted.widths) / len(fitted.lines), room.width
    while high - low > STEP:
        middle = (low + high) / 2
        found = _broken(texts, room._replace(width=middle, lines=len(fitted.lines)), worst, fitted.size)
        low, high = (low, middle) if found else (middle, high)
        fitted = found or fitted
    return fitted


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
