"""What staff must know before they hand the paper over: nothing is changed on it silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from printing.drawing.ink import Ink
from printing.fonts import Fault, Repertoire, clusters


class NoticeKind(StrEnum):
    """Every notice. `SENTENCES` has the words for each."""

    VARIATION = "variation"
    CHARACTER = "character"
    CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class Notice:
    """`page` counts from 1 through the whole job. `character` is as typed, empty for CONTINUED."""

    kind: NoticeKind
    page: int
    sheet: str
    item: str
    label: str
    character: str = ""

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind].format(page=self.page, label=self.label, code=code_points(self.character))


SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.VARIATION: "{page}枚目「{label}」: 異体字（{code}）の形がフォントにないため、もとの字で印字されます。"
    "字の形を確かめ、違うときは手書きで直してください。",
    NoticeKind.CHARACTER: "{page}枚目「{label}」: フォントにない文字（{code}）があります。空の四角に手書きしてください。",
    NoticeKind.CONTINUED: "{page}枚目「{label}」: 書ききれない分は続紙に入ります。続紙も一緒に渡してください。",
}

_KINDS = {Fault.VARIATION: NoticeKind.VARIATION, Fault.CHARACTER: NoticeKind.CHARACTER}


def faults(inks: Iterable[Ink], page: int, sheet: str, fonts: Repertoire) -> Iterator[Notice]:
    """A notice for each character on the page that is not drawn as typed, once a box."""
    for ink in inks:
        pieces = dict.fromkeys(piece for line in ink.types for piece in clusters(line.text))
        for piece in pieces:
            if fault := fonts[piece].fault:
                yield Notice(_KINDS[fault], page, sheet, ink.item, ink.label, piece)


def code_points(characters: str) -> str:
    """`U+845B U+E0100`."""
    return " ".join(f"U+{ord(character):04X}" for character in characters)
