"""Reads a CSV file strictly, line by line: declared encoding, whole quotes, one header, nothing guessed or repaired."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kiosk.register.layout import Encoding, Form, Separator
from kiosk.register.refusal import RegisterError, RegisterReason

HEADER = re.compile("個人番号|マイナンバー|mynumber|individualnumber", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\u3000・‐‑–—―−ー－_.'=\"-]")
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_WORD = re.compile("[ぁ-ゖァ-ヺ一-鿿]")
"""What neither is a digit nor stands between digits, in whatever form."""
_BLANKS = re.compile(r"[\s_-]")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SHORTEST, LONGEST = 12, 20
"""Characters a number may have, with what people put between its digits."""


def names_personal_number(header: str) -> bool:
    """Whether a column says by its name that it holds the number."""
    return bool(HEADER.search(_BLANKS.sub("", unicodedata.normalize("NFKC", header))))


def is_personal_number(value: str) -> bool:
    """Whether these are the twelve digits of a number with the right check digit.

    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令8条, 総務省令5条.
    """
    digits = value
    if not (value.isascii() and value.isdigit()):
        if _WORD.match(value):
            return False
        digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", value))
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], _WEIGHTS, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def holds_personal_number(text: str) -> bool:
    """Whether the number stands in the text, alone or among other words."""
    return is_personal_number(text) or any(map(is_personal_number, _TWELVE.findall(text)))


class NumberWatch:
    """Counts, column by column, how many values there are and how many of them could be the number."""

    def __init__(self, columns: int) -> None:
        self._filled = [0] * columns
        self._right = [0] * columns

    def look(self, rows: Sequence[Sequence[str]]) -> None:
        """Take more rows into account; column by column, because most columns hold nothing so long."""
        for place, column in enumerate(zip(*rows, strict=False)):
            if place >= len(self._filled):
                return
            if not any(column):
                continue
            lengths = [*map(len, column)]
            self._filled[place] += len(column) - lengths.count(0)
            if max(lengths) >= SHORTEST:
                # Nothing but digits, and not twelve of them, is another number.
                possible = [
                    value
                    for value in column
                    if SHORTEST <= len(value) <= LONGEST and (len(value) == SHORTEST or not value.isdigit())
                ]
                self._right[place] += sum(map(is_personal_number, possible))

    def suspicious(self) -> int | None:
        """Return the first column more than half of whose values are right numbers; None if there is none.

        Any twelve digits are right by chance once in ten times.
        """
        pairs = enumerate(zip(self._filled, self._right, strict=True))
        return next((place for place, (filled, right) in pairs if right * 2 > filled), None)


LONGEST_LINE = 200_000
AT_ONCE = 128 * 1024
"""Bytes that are read and decoded together."""
BOM = b"\xef\xbb\xbf"
LOOK_EVERY = 500
"""Rows between two looks at what could be a column of 個人番号."""

Progress = Callable[[int, int], None]
"""Is told the bytes read and the bytes there are."""


class Row(NamedTuple):
    """One record: the line it begins on, and its values, as many as the header has names."""

    line: int
    values: Sequence[str]


@dataclass(slots=True)
class CsvFile:
    """A file while it is read. `digest` is complete once all rows have been taken."""

    path: Path
    form: Form
    progress: Progress | None = None
    may_be_empty: bool = False
    """Whether a header alone is a whole file."""
    header: tuple[str, ...] = ()
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _read: int = 0

    @property
    def digest(self) -> str:
        """SHA-256 of what has been read, in hex digits."""
        return self._hash.hexdigest()

    def rows(self, needed: Sequence[str]) -> Iterator[Sequence[Row]]:
        """Yield every record below the header, many at once, also those with too few or too many values.

        Raise RegisterError for whatever makes the whole file useless or forbidden, also at its end.
        """
        try:
            with self.path.open("rb") as opened:
                yield from self._records(opened, needed)
        except OSError:
            raise RegisterError(RegisterReason.FILE_UNREADABLE, place=self.path.name) from None

    def _records(self, opened: BinaryIO, needed: Sequence[str]) -> Iterator[Sequence[Row]]:
        size = self.path.stat().st_size
        lines = chain.from_iterable(self._pieces(opened))
        reader = csv.reader(lines, delimiter=self.form.separator.sign, strict=True)
        watch, waiting, began, count = NumberWatch(0), list[Row](), 1, 0
        try:
            for values in reader:
                began, first = reader.line_num + 1, began
                if not values:
                    continue
                if not self.header:
                    self.header = read_header(values, needed, first, self.form.separator)
                    watch = NumberWatch(len(self.header))
                    continue
                waiting.append(Row(first, values))
                if len(waiting) == LOOK_EVERY:
                    yield self._looked_at(watch, waiting)
                    count, waiting = count + len(waiting), []
                    if self.progress is not None:
                        self.progress(self._read, size)
        except csv.Error as error:
            is_return = "new-line character" in str(error)
            reason = RegisterReason.BARE_RETURN if is_return else RegisterReason.BROKEN_QUOTING
            raise RegisterError(reason, line=str(began)) from None
        if not self.header or not (count or waiting or self.may_be_empty):
            raise RegisterError(RegisterReason.EMPTY)
        yield self._looked_at(watch, waiting)

    def _looked_at(self, watch: NumberWatch, rows: list[Row]) -> list[Row]:
        """Return the rows, once it is clear that none of their columns holds 個人番号."""
        width = len(self.header)
        watch.look([row.values for row in rows if len(row.values) == width])
        watch.look([[*row.values, *[""] * width][:width] for row in rows if len(row.values) != width])
        place = watch.suspicious()
        if place is not None:
            raise RegisterError(
                RegisterReason.PERSONAL_NUMBER_FOUND, detail=str(place + 1), column=self.header[place]
            )
        return rows

    def _pieces(self, opened: BinaryIO) -> Iterator[Iterable[str]]:
        """Yield the lines, many together."""
        number, rest = 1, b""
        while read := opened.read(AT_ONCE):
            self._hash.update(read)
            self._read += len(read)
            whole, feed, behind = read.rpartition(b"\n")
            piece, rest = (rest + whole + feed, behind) if feed else (b"", rest + read)
            # AT_ONCE is less than the longest line: only the first of a piece can have begun in the one before.
            refuse_long(piece[: piece.find(b"\n") + 1], number)
            yield self._decoded(piece, number)
            number += piece.count(b"\n")
            refuse_long(rest, number)
        yield self._decoded(rest, number)

    def _decoded(self, piece: bytes, number: int) -> Iterable[str]:
        """Return the lines of a piece that begins with the line of this number."""
        if number == 1 and self.form.encoding is Encoding.UTF_8:
            piece = piece.removeprefix(BOM)
        try:
            return StringIO(piece.decode(self.form.encoding.value), newline="\n")
        except UnicodeDecodeError:
            return self._decoded_singly(piece, number)

    def _decoded_singly(self, piece: bytes, number: int) -> Iterator[str]:
        """Yield the lines before the one that cannot be read, then say which it is."""
        encoding = self.form.encoding.value
        for line, raw in enumerate(BytesIO(piece), start=number):
            try:
                yield raw.decode(encoding)
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode(encoding)) + 1
                detail = encoding + _readable_as(raw)
                raise RegisterError(
                    RegisterReason.WRONG_ENCODING, line=str(line), column=str(column), detail=detail
                ) from None


def refuse_long(line: bytes, number: int) -> None:
    """Raise RegisterError for a line, or the beginning of one, that is none."""
    if len(line) > LONGEST_LINE:
        is_return = b"\r" in line and b'"' not in line
        reason = RegisterReason.BARE_RETURN if is_return else RegisterReason.LINE_TOO_LONG
        raise RegisterError(reason, line=str(number))


def _readable_as(raw: bytes) -> str:
    """Say as what else a line could be read; only said, never done."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "。UTF-16 のようです"
    for other in (Encoding.UTF_8, Encoding.CP932):
        try:
            raw.decode(other.value)
        except UnicodeDecodeError:
            continue
        return f"。{other.value} なら読めます"
    return ""


def read_header(
    values: Sequence[str], needed: Sequence[str], line: int = 1, separator: Separator = Separator.COMMA
) -> tuple[str, ...]:
    """Return the names of the columns. Raise RegisterError if one is forbidden, missing or there twice."""
    header = tuple(value.strip() for value in values)
    for place, name in enumerate(header, start=1):
        if names_personal_number(name):
            raise RegisterError(
                RegisterReason.PERSONAL_NUMBER_NAMED, line=str(line), detail=str(place), column=name
            )
    missing = [name for name in dict.fromkeys(needed) if name not in header]
    if missing and len(missing) == len(set(needed)):
        raise RegisterError(RegisterReason.NO_HEADER, line=str(line), detail=separator.value)
    if missing:
        raise RegisterError(RegisterReason.COLUMN_MISSING, line=str(line), column="」「".join(missing))
    for name in needed:
        if header.count(name) > 1:
            places = [str(place) for place, each in enumerate(header, start=1) if each == name]
            raise RegisterError(RegisterReason.COLUMN_TWICE, line=str(line), column=name, detail="、".join(places))
    return header
