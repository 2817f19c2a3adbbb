"""A text to translate, and where texts come from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Text:
    """`place` tells a translator what it is (no line numbers: they would change with every edit)."""

    msgid: str
    place: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        return placeholders(self.msgid)


def placeholders(text: str) -> tuple[str, ...]:
    """`%(name)s` in the text, sorted, each as often as it comes."""
    return tuple(sorted(PLACEHOLDER.findall(text)))


def merged(texts: Iterable[Text]) -> dict[str, list[str]]:
    """Every different text once, in the order of first appearance, with its places."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if text.msgid:
            places = found.setdefault(text.msgid, [])
            if text.place not in places:
                places.append(text.place)
    return found
