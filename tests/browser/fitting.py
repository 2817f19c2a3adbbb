"""What does not fit on a screen as it stands: asked of the browser, which knows where each word came to stand."""

from playwright.sync_api import Page

FOUND = r"""() => {
    const found = [], seen = e => e.checkVisibility() && !e.closest(".visually-hidden");
    const say = (kind, text) => found.push(`${kind}: ${text.trim().replace(/\s+/g, " ").slice(0, 80)}`);
    const tops = range => new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top))).size;
    const anywhere = /^(ja|zh|my)/, root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) say("wider than the screen", `${root.scrollWidth} of ${root.clientWidth}`);
    for (const each of document.querySelectorAll("button, a, label, legend, summary, h1, h2, h3, p, dd, dt, li, th, td, option")) {
        if (!seen(each) || each.tagName === "OPTION") continue;
        if (each.clientWidth && each.scrollWidth > each.clientWidth + 1) say("wider than its box", each.textContent);
        if (getComputedStyle(each).overflowY === "hidden" && each.scrollHeight > each.clientHeight + 2) say("cut below", each.textContent);
    }
    for (const each of document.querySelectorAll("select")) {
        if (!seen(each) || !each.selectedOptions.length) continue;
        const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(each);
        pen.font = style.font;
        const room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
        const text = each.selectedOptions[0].text;
        if (pen.measureText(text).width > room + 2) say("cut in its list", text);
    }
    for (const each of document.querySelectorAll("ruby")) {
        if (!seen(each)) continue;
        const range = document.createRange();
        range.selectNodeContents(each.firstChild);
        if (each.firstChild.textContent.length < 5 && tops(range) > 1) say("reading split", each.textContent);
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text; (text = walk.nextNode());) {
        const tongue = text.parentElement.closest("[lang]").lang;
        if (anywhere.test(tongue) || !text.textContent.trim() || !seen(text.parentElement)) continue;
        if (text.parentElement.closest("script, style, option, textarea, [translate=no]")) continue;
        for (const word of text.textContent.matchAll(/[\p{Script=Latin}\p{Script=Devanagari}\p{Script=Hangul}\p{M}]{2,}/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (tops(range) > 1) say("broken word", word[0]);
        }
    }
    return [...new Set(found)];
}"""


def misfits(page: Page) -> list[str]:
    """Return what hangs out of its box or is cut, and the words and readings that a line's end breaks in two."""
    found: list[str] = page.evaluate(FOUND)
    return found
