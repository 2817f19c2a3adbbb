"""The structure that lets a screen reader walk the values of a form in order (ISO 32000-1 §14.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from printing.pdf.document import Document, references, text_string


@dataclass(frozen=True, slots=True)
class Tag:
    """One marked piece of a page: `kind` is a standard structure type, `label` the name of the box."""

    kind: str
    label: str
    alt: str = ""


def put_structure(document: Document, root: int, pages: Sequence[tuple[int, Sequence[Tag]]]) -> None:
    """Writes the tree as object `root`. `pages` are the page objects, each with its tags by number."""
    top = document.reserve()
    sections, parents = [], []
    for position, (page, tags) in enumerate(pages):
        section = document.reserve()
        elements = [document.add(_element(tag, section, page, number)) for number, tag in enumerate(tags)]
        document.put(section, b"<</S/Sect/P %d 0 R/K%b>>" % (top, references(elements)))
        sections.append(section)
        parents.append(b"%d %b" % (position, references(elements)))
    document.put(top, b"<</S/Document/P %d 0 R/K%b>>" % (root, references(sections)))
    tree = document.add(b"<</Nums[%b]>>" % b" ".join(parents))
    document.put(root, b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R>>" % (top, tree))


@lru_cache(maxsize=4096)
def _words(text: str) -> bytes:
    """Names of boxes come again with every print; answers never come here."""
    return text_string(text)


def _element(tag: Tag, section: int, page: int, number: int) -> bytes:
    alt = b"/Alt" + _words(tag.alt) if tag.alt else b""
    title = b"/T" + _words(tag.label) if tag.label else b""
    return b"<</S/%b/P %d 0 R/Pg %d 0 R/K %d%b%b>>" % (
        tag.kind.encode(), section, page, number, title, alt,
    )  # fmt: skip
