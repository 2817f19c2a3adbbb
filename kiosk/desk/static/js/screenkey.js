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

/** @param {...HTMLElement} keys */
export function keyRow(...keys) {
  const row = document.createElement("div");
  row.className = "board-row";
  row.append(...keys);
  return row;
}
