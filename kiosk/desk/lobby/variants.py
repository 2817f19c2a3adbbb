"""Other shapes of a character in a name, after the MJ list (kiosk/desk/data/README.md says where it comes from)."""

from collections import defaultdict
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parents[1] / "data" / "mj_variants.tsv"
FIRST_SELECTOR = 0xE0100
MOST = 60


def variants_of(character: str) -> tuple[str, ...]:
    """Everything that may stand for this character, itself first: base characters that official maps treat as the
    same, and variation sequences (base + selector) of each. One code point, with or without a selector, goes in;
    () if there is only the one shape."""
    if not 1 <= len(character) <= 2:
        return ()
    base = character[0]
    selectors, families = _table()
    alike = (base, *sorted(families.get(base, ()), key=lambda sign: (sign not in selectors, sign)))
    shapes = [shape for sign in alike for shape in (sign, *(sign + each for each in selectors.get(sign, ())))]
    # The character's own shapes, then the other characters, then their shapes.
    shapes.sort(key=lambda shape: (shape[0] != base, len(shape) > 1))
    return tuple(shapes[:MOST]) if len(shapes) > 1 else ()


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
