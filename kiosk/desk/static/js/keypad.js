// A keypad with ten raised keys beside the screen, for who does not see it: 1 to 9 choose what stands there in this
// order, 0 goes back, Enter goes on, * calls staff, + reads aloud. In a field a digit is a digit, and the keys of the PIN
// are these. The numbers are shown once a key was pressed, and read aloud with the words.

const SHOWN = "keypad";
const CHOICES = ".way, .quickly .button:not(.step), .rows input:is([type=radio], [type=checkbox]), .languages button";
const MORE = "9";
const AT_ONCE = 8; // of a longer list: 9 goes on to the next eight
const SEEN = 250; // milliseconds in which a mark is seen before the question goes on

let from = 0;

if (document.querySelector("[data-goes-on-card]")) sessionStorage.removeItem(SHOWN);
if (sessionStorage.getItem(SHOWN)) show();
document.addEventListener("desk:renewed", () => sessionStorage.getItem(SHOWN) && show());
document.addEventListener("desk:digit", (event) => press(/** @type {CustomEvent<string>} */ (event).detail));
document.addEventListener("keydown", (event) => {
  if (event.key === "*" || event.key === "+") help(event);
  else if (event.key === "Enter") goOn(event);
});

// What stands on the screen now: a dialog alone, else the choices of the page, else its buttons, the main one first.
function choices() {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return [...dialog.querySelectorAll("button")];
  const found = visible(CHOICES);
  if (found.length) return found;
  const main = wide();
  return [...(main ? [main] : []), ...visible(".button").filter((each) => each !== main)];
}

/** @param {string} selector @returns {HTMLElement[]} */
function visible(selector) {
  const found = [...document.querySelectorAll(`main :is(${selector})`)];
  return found.filter((each) => each.checkVisibility() && !each.matches(":disabled"));
}

function wide() {
  return visible(".button-wide")[0];
}

// From year to month to day, then to the next screen.
/** @param {KeyboardEvent} event */
function goOn(event) {
  if (document.activeElement === document.body) return wide()?.click();
  const parts = [...document.querySelectorAll(".date-part input.input")];
  const next = parts[parts.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + 1];
  if (!next || next === parts[0]) return;
  event.preventDefault();
  next.focus();
}

/** @param {string} digit */
function press(digit) {
  const pin = [...document.querySelectorAll("[data-pin-pad] .pad-key")].find((key) => key.textContent === digit);
  if (pin) return pin.click();
  sessionStorage.setItem(SHOWN, "yes");
  const all = choices();
  if (digit === "0") back();
  else if (digit === MORE && all.length > 9) from = from + AT_ONCE < all.length ? from + AT_ONCE : 0;
  else if (!choose(numbered(all)[Number(digit) - 1])) count(digit);
  show();
}

/** @param {HTMLElement[]} all */
function numbered(all) {
  return all.length > 9 ? all.slice(from, from + AT_ONCE) : all;
}

/** @param {HTMLElement | undefined} chosen */
function choose(chosen) {
  chosen?.focus();
  chosen?.click();
  const form = chosen instanceof HTMLInputElement && chosen.type === "radio" && chosen.closest("form[data-advances]");
  if (form) setTimeout(() => form.querySelector(".actions .button-wide").click(), SEEN);
  return Boolean(chosen);
}

// More copies than there are buttons for.
/** @param {string} digit */
function count(digit) {
  const field = /** @type {HTMLInputElement} */ (document.querySelector("form:has(.quickly) input.input"));
  if (field) field.value = digit;
}

function back() {
  const ends = document.querySelector("dialog[open]") ? null : document.querySelector(".ends :is(a, button[value=stay])");
  ends?.click();
}

/** @param {KeyboardEvent} event */
function help(event) {
  if (/** @type {Element} */ (event.target).closest("input.input, textarea")) return;
  const wanted = event.key === "*" ? ".ends button[value=call]" : "[data-reads], [data-says]";
  document.querySelector(wanted)?.click();
}

function show() {
  for (const old of document.querySelectorAll(".key-number")) old.remove();
  const all = choices();
  const now = numbered(all);
  for (const [place, choice] of now.entries()) mark(choice, `${place + 1}`);
  if (all.length > 9) mark(all[(all.indexOf(now.at(-1)) + 1) % all.length], MORE);
  const ends = document.querySelector(".ends :is(a, button[value=stay])");
  if (ends) mark(ends, "0");
}

/** @param {HTMLElement} choice @param {string} number */
function mark(choice, number) {
  // What cannot be chosen now keeps its number, so that those of the others stay the same.
  if (choice.matches(".way-off")) return;
  const place = choice.closest("label.row") ?? choice;
  const sign = document.createElement("span");
  sign.className = "key-number";
  sign.textContent = number;
  (place.querySelector(":scope > .way-name, :scope > span:not(.key-number)") ?? place).prepend(sign);
  choice.setAttribute("aria-keyshortcuts", number);
}
