"""Words as a page shows them: which are broken where no reader would break them."""

from playwright.sync_api import Page

BROKEN = r"""
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (!around.checkVisibility({visibilityProperty: true}) || around.closest(".visually-hidden, svg, textarea")) continue;
    for (const word of node.data.matchAll(/[\p{Script=Latin}\p{Script=Devanagari}\p{M}'’]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      const lines = new Set(boxes.map(box => Math.round(box.bottom / 4)));
      if (lines.size < 2) continue;
      // A word wider than the whole screen cannot stand on one line whatever its place.
      const width = boxes.reduce((sum, box) => sum + box.width, 0);
      found.push({word: word[0], width: Math.round(width), place: around.outerHTML.slice(0, 80)});
    }
  }
  return found;
}
"""
NARROWED = """
() => [...document.querySelectorAll("input.input")].filter(each => each.checkVisibility()).filter(each => {
  const row = each.closest(".search");
  const box = each.getBoundingClientRect().width;
  return row && box < Math.min(8 * parseFloat(getComputedStyle(each).fontSize), row.getBoundingClientRect().width) - 1;
}).map(each => each.outerHTML.slice(0, 80))
"""


def broken_words(page: Page) -> list[tuple[str, int, str]]:
    """Return each word that goes on in the next line, how wide it is, and where it stands."""
    return [(each["word"], each["width"], each["place"]) for each in page.evaluate(BROKEN)]


def narrowed_fields(page: Page) -> list[str]:
    """Return the fields too narrow for a word, though their row has the place."""
    found: list[str] = page.evaluate(NARROWED)
    return found
