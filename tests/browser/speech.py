"""What a screen reader is given of a page: the browser's own tree of names, descriptions and states (AT-SPI shows the same).

axe asks whether something has a name. Here is asked what people would hear: whole sentences, words apart from each other,
and what is wrong where it is to be mended.
"""

from typing import Any

from playwright.sync_api import Page

FIELDS = ("textbox", "combobox", "searchbox", "spinbutton", "radio", "checkbox")
PRESSED = ("link", "button", "checkbox", "radio", "DisclosureTriangle")
APART = """() => [...document.querySelectorAll("a *, button *, label.row *, summary *")].flatMap(one => {
  const other = one.nextElementSibling;
  if (!other || (one.nextSibling !== other && one.nextSibling.textContent.trim())) return [];
  const [before, after] = [one, other].map(e => e.textContent.trim().replace(/\\s+/g, " "));
  if (!before || !after || !one.checkVisibility() || !other.checkVisibility()) return [];
  const [left, right] = [one, other].map(e => e.getBoundingClientRect());
  const apart = right.top >= left.bottom - 4 || right.left > left.right + 6;
  return apart ? [before + after] : [];
})"""
"""Texts that stand apart on the screen, put together as they must not be read."""

Node = dict[str, Any]


def assert_read_well(page: Page) -> None:
    """Fail with everything a screen reader would say badly."""
    devtools = page.context.new_cdp_session(page)
    tree = [node for node in devtools.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    devtools.detach()
    together = set(page.evaluate(APART))
    told = [
        *(f"a sentence in pieces: {_said(node, 'name')}" for node in tree if _role(node) == "Ruby"),
        *(f"wrong, and not said so: {_said(node, 'name')}" for node in tree if _is_silent(node)),
        *(f"a stop with nothing to say: {_role(node)}" for node in tree if _is_empty(node)),
        *(
            f"words run together: {_said(node, 'name')}"
            for node in tree
            if _role(node) in PRESSED and any(words in _said(node, "name") for words in together)
        ),
    ]
    assert not told, page.url + "\n" + "\n".join(told)


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def _said(node: Node, what: str) -> str:
    return str(node.get(what, {}).get("value", ""))


def _is_silent(node: Node) -> bool:
    states = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    return _role(node) in FIELDS and states.get("invalid") == "true" and not _said(node, "description")


def _is_empty(node: Node) -> bool:
    return _role(node) == "alert" and not node.get("childIds") and not _said(node, "name")
