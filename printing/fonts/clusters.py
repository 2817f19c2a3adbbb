"""What a reader sees as one character: a base with its variation selector or combining marks."""

import re
import unicodedata

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
