"""Which font shows which character: clusters of a text, and the faces that have them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from printing.fonts.face import (
    FALLBACK_FONTS,
    LABEL_BOLD_FONT,
    LABEL_FONT,
    VALUE_FONT,
    Face,
    Metrics,
    Outline,
    empty_box,
    font_file,
    fonts_present,
)

_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARK = "\u0300-\u036f\u3099\u309a"
_SPECIAL = re.compile(f"[{_SELECTOR}{_MARK}]")
_SELECTORS = re.compile(f"[{_SELECTOR}]")
_CLUSTER = re.compile(f"[^{_SELECTOR}{_MARK}][{_SELECTOR}]|[^{_MARK}][{_MARK}]{{1,3}}|.", re.DOTALL)


def clusters(text: str) -> list[str]:
    """The text in pieces that are drawn, measured and broken as one; joined they give the text again.

    A base with marks stays together only if Unicode has one character for it, because only that can be drawn right.
    """
    if not _SPECIAL.search(text):
        return list(text)
    pieces: list[str] = []
    for piece in _CLUSTER.findall(text):
        pieces.extend([piece] if len(piece) == 1 or selector_of(piece) or composed(piece) else piece)
    return pieces


def has_selector(text: str) -> bool:
    return _SELECTORS.search(text) is not None


def selector_of(cluster: str) -> int | None:
    """The variation selector of a cluster, if it has one."""
    return ord(cluster[1]) if len(cluster) == 2 and _SELECTORS.match(cluster, 1) else None


def silent(selector: str) -> str:
    """Stands for a selector that is in the text but has no ink of its own; no typed text has such a cluster."""
    return selector * 2


def composed(cluster: str) -> str | None:
    """The one character a base with combining marks is equal to, only for drawing: the text layer keeps what was typed."""
    whole = unicodedata.normalize("NFC", cluster)
    return whole if len(whole) == 1 else None


def utf16(text: str) -> str:
    """The text in hexadecimal UTF-16, with surrogates beyond the BMP."""
    return text.encode("utf-16-be", "replace").hex()


BOX, NOTHING = -1, -2

PRIVATE = "Co"
"""The category of signs that each town, and each font, may give a meaning of its own (外字): none is drawn unasked."""

"""Stand for the glyph numbers of the empty box, and of a selector, which has neither ink nor width."""

MOST_KEPT = 50_000
"""Clusters remembered; only somebody who means harm ever needs more."""


class Fault(StrEnum):
    """Why a character is not drawn as it was typed."""

    VARIATION = "variation"
    """The font does not know this variation sequence; the bare character is drawn."""
    CHARACTER = "character"
    """No font has it; an empty box is drawn."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one cluster is drawn. `width` is in thousandths of the type size.

    `utf16` is what the text layer says for it: the whole cluster, but for its selector, which has a code of its own.
    """

    cluster: str
    face: int
    number: int
    width: int
    utf16: str
    fault: Fault | None = None


class Repertoire(dict[str, Glyph]):
    """cluster → Glyph, found in the fonts at first use and kept: `repertoire["𠮷"]` never fails."""

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self.faces = tuple(face for face in faces if face.metrics.units == faces[0].metrics.units)
        self._outlines: dict[tuple[int, int], Outline] = {}

    def __missing__(self, cluster: str) -> Glyph:
        if len(self) >= MOST_KEPT:
            self.clear()
        glyph = self._find(cluster)
        self[cluster] = glyph
        return glyph

    def width(self, text: str) -> int:
        """In thousandths of the type size."""
        return sum([self[piece].width for piece in clusters(text)])

    @property
    def metrics(self) -> Metrics:
        return self.faces[0].metrics

    def outline(self, face: int, number: int) -> Outline:
        found = self._outlines.get((face, number))
        if found is None:
            found = self._outlines[face, number] = self._outline(face, number)
        return found

    def _outline(self, face: int, number: int) -> Outline:
        if number == NOTHING:
            return Outline.of(b"", b"\0\0\0\0")
        return empty_box(self.metrics.units) if number == BOX else self.faces[face].outline(number)

    def _find(self, cluster: str) -> Glyph:
        if any(unicodedata.category(sign) == PRIVATE for sign in cluster):
            return self._glyph(cluster, 0, BOX, Fault.CHARACTER)
        selector = selector_of(cluster)
        if selector is not None and cluster == silent(cluster[1]):
            return Glyph(cluster, 0, NOTHING, 0, utf16(cluster[0]))
        if selector is not None:
            return self._variation(cluster, selector)
        character = cluster if len(cluster) == 1 else composed(cluster)
        return (
            self._character(cluster, ord(character))
            if character
            else self._glyph(cluster, 0, BOX, Fault.CHARACTER)
        )

    def _variation(self, cluster: str, selector: int) -> Glyph:
        for face, font in enumerate(self.faces):
            if number := font.cmap.variation(ord(cluster[0]), selector):
                return self._glyph(cluster, face, number)
        bare = self[cluster[0]]
        return self._glyph(cluster, bare.face, bare.number, bare.fault or Fault.VARIATION)

    def _character(self, cluster: str, character: int) -> Glyph:
        for face, font in enumerate(self.faces):
            if number := font.cmap.glyph(character):
                return self._glyph(cluster, face, number)
        return self._glyph(cluster, 0, BOX, Fault.CHARACTER)

    def _glyph(self, cluster: str, face: int, number: int, fault: Fault | None = None) -> Glyph:
        units = self.metrics.units
        advance = units if number == BOX else self.faces[face].advance(number)
        text = cluster[0] if selector_of(cluster) else cluster
        return Glyph(cluster, face, number, round(advance * 1000 / units), utf16(text), fault)


def _value_faces() -> list[Face]:
    return [Face(font_file(VALUE_FONT)), *(Face(path) for path in fonts_present(FALLBACK_FONTS))]


@cache
def value_repertoire() -> Repertoire:
    """The fonts of values, opened once per process. Raises PrintingError if IPAmj明朝 is not installed."""
    return Repertoire(_value_faces())


@cache
def label_repertoire() -> Repertoire:
    """What labels can be printed with: BIZ UDゴシック, then the fonts of values. Raises PrintingError if one is missing."""
    return Repertoire([*(Face(font_file(name)) for name in (LABEL_FONT, LABEL_BOLD_FONT)), *_value_faces()])
