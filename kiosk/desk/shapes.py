"""Other shapes of a character in a name, after the MJ list (kiosk/desk/data/README.md says where it comes from), as far
as the font of the paper has them. The screen of the same PC draws them in that font."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from printing import PrintingError
from printing.fonts import value_repertoire

TABLE = Path(__file__).parent / "data" / "mj_variants.tsv"
FIRST_SELECTOR = 0xE0100
MOST = 60


def find_variants(character: str) -> tuple[str, ...]:
    """Everything that may stand for this character, itself first: base characters that official maps treat as the
    same, and variation sequences (base + selector) of each. One code point, with or without a selector, goes in;
    () if there is only the one shape. What the paper could not show, or would show like another one, is left out."""
    if not 1 <= len(character) <= 2:
        return ()
    base = character[0]
    selectors, families = _table()
    alike = (base, *sorted(families.get(base, ()), key=lambda sign: (sign not in selectors, sign)))
    shapes = [shape for sign in alike for shape in (sign, *(sign + each for each in selectors.get(sign, ())))]
    # The character's own shapes, then the other characters, then their shapes.
    shapes.sort(key=lambda shape: (shape[0] != base, len(shape) > 1))
    apart = tuple(_drawn_apart(shapes))
    return apart[:MOST] if len(apart) > 1 else ()


def _drawn_apart(shapes: Iterable[str]) -> Iterator[str]:
    """The first of those that the font draws alike; none that it cannot draw."""
    try:
        repertoire = value_repertoire()
    except PrintingError:
        # Without the font nothing tells one shape from the other, on the paper or on the screen.
        return
    drawn = set()
    for shape in shapes:
        glyph = repertoire[shape]
        outline = repertoire.outline(glyph.face, glyph.number)
        if glyph.fault is None and outline not in drawn:
            drawn.add(outline)
            yield shape


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, set[str]]]:
    selectors: dict[str, tuple[str, ...]] = {}
    families: dict[str, set[str]] = defaultdict(set)
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        sign, tab, found = line.partition("\t")
        if tab:
            selectors[sign] = tuple(chr(FIRST_SELECTOR + int(each, 16)) for each in found.split())
            continue
        for member in sign:
            families[member] |= set(sign) - {member}
    return selectors, families
