// A key on the screen, and a row of them. Their words come with the page, in its language.

export const words = document.getElementById("board-words").dataset;

/** @param {string} label @param {() => void} press */
export function screenKey(label, press) {
  const key = document.createElement("button");
  key.type = "button";
  key.className = label.length > 1 ? "pad-key pad-wide" : "pad-key";
  key.textContent = label === " " ? "␣" : label;
  if (label === " ") key.setAttribute("aria-label", words.space);
  if (!Object.values(words).includes(label)) key.lang = "ja";
  key.tabIndex = -1;
  key.addEventListener("click", press);
  return key;
}

// What a key has written, for a screen reader: the keys never take the focus, so it would say nothing of them.
/** @type {HTMLParagraphElement | null} */
let heard = null;

/** @param {string} text */
export function hear(text) {
  if (!heard) {
    heard = document.createElement("p");
    heard.className = "visually-hidden";
    heard.setAttribute("aria-live", "polite");
    document.body.append(heard);
  }
  // The same sign twice is news as well.
  heard.textContent = heard.textContent === text ? `${text}\u00a0` : text;
}

/** @param {...HTMLElement} keys */
export function keyRow(...keys) {
  const row = document.createElement("div");
  row.className = "board-row";
  row.append(...keys);
  return row;
}
