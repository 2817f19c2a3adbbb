// Ten keys for the PINs of a card: a field that is full gives its turn to the next, and the last one sends them.

import { hear, screenKey, words } from "./screenkey.js";

const PADS = "[data-pin-pad]";
const REST = 700; // milliseconds in which a wrong last digit can still be taken back

for (const pad of document.querySelectorAll(PADS)) pinPad(pad);
document.addEventListener("desk:renewed", () => {
  for (const pad of document.querySelectorAll(`${PADS}:empty`)) pinPad(pad);
});

/** @param {HTMLElement} pad */
function pinPad(pad) {
  const form = pad.closest("form");
  const fields = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[data-pad]")]);
  const done = form.querySelector("[data-complete]");
  let field = fields[0];
  let sending = 0;
  const check = () => {
    clearTimeout(sending);
    done.disabled = fields.some((each) => each.value.length < each.minLength);
    const isFull = fields.every((each) => each.value.length === each.maxLength);
    if (isFull) sending = setTimeout(() => form.requestSubmit(done), REST);
  };
  /** @param {string} key */
  const press = (key) => {
    if (key === words.clear) field.value = "";
    else if (key === words.erase) field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength) field.value += key;
    // How many, never which.
    hear(`${field.value.length} / ${field.maxLength}`);
    const isFull = field.value.length === field.maxLength;
    const next = fields[fields.indexOf(field) + 1];
    if (isFull && next) next.focus({ preventScroll: true });
    check();
  };
  for (const key of ["1", "2", "3", "4", "5", "6", "7", "8", "9", words.clear, "0", words.erase]) {
    pad.append(screenKey(key, () => press(key)));
  }
  for (const each of fields) {
    each.addEventListener("focus", () => (field = each));
    each.addEventListener("input", check);
  }
  check();
  // Nothing of a PIN may stay in a page that the browser keeps.
  addEventListener("pagehide", () => {
    for (const each of fields) each.value = "";
  });
}
