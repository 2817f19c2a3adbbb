// Other shapes of the character before the cursor of a name (髙, 﨑, 辻󠄀): as many as the font of the paper has.

import { before } from "./cursor.js";

for (const name of document.querySelectorAll("[data-shapes-url] [data-name]")) offer(/** @type {HTMLElement} */ (name));

/** @param {HTMLElement} name */
function offer(name) {
  const url = /** @type {HTMLElement} */ (name.closest("[data-shapes-url]")).dataset.shapesUrl;
  const fields = [...name.querySelectorAll("input")];
  let field = fields[0];
  for (const each of fields) each.addEventListener("focus", () => (field = each));
  const found = document.createElement("p");
  found.className = "shapes";
  found.setAttribute("role", "status");
  const button = make("字の形", "button button-quiet button-small", async () => {
    const last = [...new Intl.Segmenter("ja").segment(before(field))].at(-1)?.segment ?? "";
    const shapes = last ? await ask(url, last) : [];
    if (shapes.length === 0) {
      found.textContent = last ? `「${last}」に、ほかの字の形はありません。` : "字の後ろにカーソルを置いて、押してください。";
      return;
    }
    found.replaceChildren(...shapes.map((shape) => make(shape, "button button-secondary shape", () => take(field, last, shape, found))));
    found.querySelector("button").focus();
  });
  name.append(button, found);
}

// The reading stays: another shape is read the same, so nothing is told but that something has changed.
/** @param {HTMLInputElement} field @param {string} last @param {string} shape @param {HTMLElement} found */
function take(field, last, shape, found) {
  const end = before(field).length;
  field.setRangeText(shape, end - last.length, end, "end");
  found.replaceChildren();
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {string} words @param {string} style @param {() => void} press */
function make(words, style, press) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: style, textContent: words });
  button.addEventListener("click", press);
  return button;
}

/** @param {string} url @param {string} character @returns {Promise<string[]>} */
async function ask(url, character) {
  const token = /** @type {HTMLInputElement} */ (document.querySelector("#scanner [name=csrf_token]")).value;
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ csrf_token: token, character }) });
    return answer.ok ? (await answer.json()).shapes : [];
  } catch {
    return [];
  }
}
