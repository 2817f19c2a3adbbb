"""What every kind of box on paper can do: be read and written, checked, moved, and drawn with its answer."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import ClassVar, Literal, Self

from forms import Item, MistakeKind, Table, kinds
from printing.drawing.ink import Ink, Rect, frame, margin_mark
from printing.fonts import Repertoire
from printing.sheets.parts import SLACK, SMALLEST_TYPE, Area, Drawing, Reading
from printing.sheets.values import SheetValues

ALWAYS = frozenset(["item", "label", "value", "cells", "count", "frame"])
"""Keys that are written even at their default, so that whoever edits the file sees them."""
SMALLEST = 1.0
"""Millimetres; an area that is less has no inside."""

Takes = Literal["any", "people", "date", "choices"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a box: `kind`, `key` and `detail` for its file, `sentence` for whoever draws it."""

    kind: MistakeKind
    key: str
    detail: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Box(ABC):
    """An area of the paper. The fields of a kind are its keys in the file."""

    area: Area

    kind: ClassVar[str] = ""
    """What the file calls it."""
    name: ClassVar[str] = ""
    """What people who draw boxes are offered."""
    look: ClassVar[Literal["text", "mark", "blank"]] = "text"
    """How the tracing page shows it."""
    takes: ClassVar[Takes] = "any"
    """Which items it is for."""

    @classmethod
    @abstractmethod
    def read(cls, table: Table, reading: Reading) -> Self:
        """Return the box of one `[[box]]`. Raise DataMistake."""

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """Return what can be said about a box of this kind, beside its place."""
        return tuple(each.name for each in fields(cls) if each.name not in ("area", "row"))

    @classmethod
    def default(cls, key: str) -> object:
        """Return what `key` is when the file does not say it."""
        found = next(each for each in fields(cls) if each.name == key)
        return None if found.default is MISSING else found.default

    def plain(self, *, with_page: bool = False) -> dict[str, object]:
        """Return the keys as the file and the browser have them: only what differs from the defaults."""
        area = self.area
        plain: dict[str, object] = {"kind": self.kind, **({"page": area.page} if with_page else {})}
        plain["at"] = [area.x, area.y, area.w, area.h]
        for key in self.key_names():
            value = getattr(self, key)
            if key in ALWAYS or value != self.usual(key):
                plain[key] = list(value) if isinstance(value, tuple) else value
        return plain

    def usual(self, key: str) -> object:
        """Return what `key` is in such a box when the file does not say it."""
        return self.default(key)

    def moved(self, x: float, y: float) -> Self:
        return replace(self, area=self.area.moved(x, y))

    def rounded(self) -> Self:
        """Return it with its place in tenths of a millimetre, finer than any printer feeds."""
        x, y, w, h = (round(length, 1) for length in (self.area.x, self.area.y, self.area.w, self.area.h))
        return replace(self, area=Area(self.area.page, x, y, w, h))

    def labelled(self, items: Mapping[str, Item]) -> Self:
        """Return it with the official label where nobody gave one."""
        return self

    def faults(self, width: float, height: float) -> Iterator[Fault]:
        """Yield what keeps it from being printed in a page or row of this size."""
        area = self.area
        if area.x + area.w > width + SLACK or area.y + area.h > height + SLACK:
            inside = f"横{width:g}mm、縦{height:g}mm"
            yield Fault(MistakeKind.OUT_OF_RANGE, "at", f"{inside}の中", f"枠が{inside}からはみ出しています。")
        if area.w < SMALLEST or area.h < SMALLEST:
            yield Fault(
                MistakeKind.OUT_OF_RANGE, "at", "幅と高さは1mm以上", "枠の幅と高さを1mm以上にしてください。"
            )

    def item_faults(self, items: Mapping[str, Item]) -> Iterator[str]:
        """Yield why it cannot print its item, one of `items`."""
        yield from ()

    def drawings(self) -> Iterator[Drawing]:
        """Yield the ink it brings along on every sheet, filled or not."""
        yield from ()


@dataclass(frozen=True, slots=True)
class ItemBox(Box):
    """A box for the answer to one item; `label` is what staff and continuation sheets call it."""

    item: str = ""
    label: str = ""

    def labelled(self, items: Mapping[str, Item]) -> Self:
        return self if self.label else replace(self, label=self.usual_label(items.get(self.item)))

    def usual_label(self, item: Item | None) -> str:
        """Return the official words for it, empty if there is no item."""
        return item.label if item else ""

    def item_faults(self, items: Mapping[str, Item]) -> Iterator[str]:
        item = items.get(self.item)
        if item is None:
            yield "項目を選んでください。" if not self.item else f"「{self.item}」という項目はありません。"
        elif (item.kind is kinds.PEOPLE) is not (self.takes == "people"):
            yield "人の並びの項目は「くり返しの行」に、ほかの項目はほかの種類の枠にしてください。"
        else:
            yield from self.answer_faults(item)

    def answer_faults(self, item: Item) -> Iterator[str]:
        """Yield why this item's answers cannot stand in it."""
        yield from ()


@dataclass(frozen=True, slots=True)
class AnswerBox(ItemBox):
    """A box that shows one answer by itself; what has no room goes on a continuation sheet."""

    @property
    def least_type(self) -> float:
        """The smallest type it allows, in points."""
        return SMALLEST_TYPE

    @abstractmethod
    def shown_in(self, values: SheetValues) -> tuple[str, ...]:
        """Return what it may show of the values; empty if there is no answer."""

    @abstractmethod
    def ink(self, found: tuple[str, ...], rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        """Return the ink for what was found, named `item` and `label`; None if it does not fit.

        An Ink without anything in it draws nothing.
        """

    def has_ink(self, found: tuple[str, ...]) -> bool:
        """Return whether what was found draws anything: most choices are not the one that was made."""
        return True

    def reference_ink(self, number: int, rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        """Return a mark that says where the answer went: part `number` of the continuation sheet."""
        return None

    def counter_ink(self, rect: Rect, item: str, label: str) -> Ink:
        """Return an empty box to write into at the counter, and a mark in the margin that the eye finds."""
        return Ink(item, label, path=frame(rect) + margin_mark(rect), alt=f"{label}：窓口で記入")

    def codes(self) -> frozenset[str] | None:
        """Return which answers it can show; None for all of them."""
        return None


def finish_box(table: Table, box: Box, reading: Reading) -> None:
    """Refuse keys the kind does not have and, unless it is a draft, what keeps the box from being printed."""
    table.finish()
    if not reading.is_draft:
        for fault in box.faults(*reading.room(box.area.page)):
            table.refuse(fault.kind, fault.key, fault.detail)
