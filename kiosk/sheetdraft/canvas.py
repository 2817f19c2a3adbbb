"""The page being drafted: tables of `sheet.toml` in order, and the next free height."""

import json
from dataclasses import dataclass, field

LEFT, WIDTH = 15.0, 180.0
RIGHT = LEFT + WIDTH
LABEL = 26.0
"""Millimetres of the label column; the values stand right of it."""
TOP, BOTTOM = 34.0, 291.0
NEXT_TOP = 16.0
"""Where the second page begins."""

Plain = str | int | float | bool | list[float]


@dataclass(slots=True)
class Canvas:
    """Everything drawn so far. `y` is the next free height on page number `page`."""

    tables: list[str] = field(default_factory=list)
    page: int = 1
    y: float = TOP

    def drawing(self, kind: str, at: list[float], **keys: Plain) -> None:
        self._table("drawing", kind, at, keys)

    def box(self, kind: str, at: list[float], **keys: Plain) -> None:
        self._table("box", kind, at, keys)

    def cell(self, at: list[float], item: str, label: str, **keys: Plain) -> None:
        """One field of the rows box before it."""
        given: dict[str, Plain] = {"at": [round(each, 2) for each in at], "item": item, "label": label, **keys}
        self.tables.append("[[box.cell]]\n" + lines(given))

    def label(self, at: list[float], text: str, **keys: Plain) -> None:
        self.drawing("label", at, text=text, **keys)

    def comment(self, words: str) -> None:
        self.tables.append(f"# ---- {words} ----")

    def make_room(self, height: float) -> None:
        """Goes on to a new page if this one has no room for so much."""
        if self.y + height > BOTTOM:
            self.page, self.y = self.page + 1, NEXT_TOP

    def _table(self, name: str, kind: str, at: list[float], keys: dict[str, Plain]) -> None:
        given: dict[str, Plain] = {"kind": kind, "at": [round(each, 2) for each in at], **keys}
        if self.page > 1:
            given["page"] = self.page
        self.tables.append(f"[[{name}]]\n" + lines(given))


def lines(keys: dict[str, Plain]) -> str:
    return "\n".join(f"{key} = {_spelled(value)}" for key, value in keys.items())


def _spelled(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(f"{each:g}" for each in value) + "]"
    return f"{value:g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def width_of(text: str, size: float) -> float:
    """Millimetres of a line of type: a full-width sign is a square, others half of one."""
    signs = sum(0.55 if sign.isascii() else 1.0 for sign in text)
    return signs * size * 25.4 / 72
