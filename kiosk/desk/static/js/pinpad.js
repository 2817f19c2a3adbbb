// Ten keys for the PIN of a card.

import { screenKey, words } from "./screenkey.js";

for (const pad of document.querySelectorAll("[data-pad-for]")) pinPad(pad);
document.addEventListener("desk:renewed", () => {
  for (const pad of document.querySelectorAll("[data-pad-for]:empty")) pinPad(pad);
});

/** @param {HTMLElement} pad */
function pinPad(pad) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(pad.dataset.padFor));
  const done = field.form.querySelector("[data-complete]");
  const most = Number(done.dataset.complete);
  const check = () => (done.disabled = field.value.length !== most);
  for (const key of ["1", "2", "3", "4", "5", "6", "7", "8", "9", words.clear, "0", words.erase]) {
    pad.append(
      screenKey(key, () => {
        if (key === words.clear) field.value = "";
        else if (key === words.erase) field.value = field.value.slice(0, -1);
        else if (field.value.length < most) field.value += key;
        check();
      }),
    );
  }
  field.addEventListener("input", check);
  check();
  // Nothing of a PIN may stay in a page that the browser keeps.
  addEventListener("pagehide", () => (field.value = ""));
}
