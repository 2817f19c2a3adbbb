// Small improvements on pages that work without any of this. Each part is loaded only where it is needed, and is given
// the elements it is for: those of the page, and those of questions that appear later.

const parts = [
  ["[data-date]", "./date.js"],
  ["[data-name]", "./kana.js"],
  ["[data-usual]", "./usual.js"],
  ["[data-postal]", "./postal.js"],
  ["[data-keeps]", "./keeping.js"],
  ["[data-sends]", "./sending.js"],
  ["[data-opens]", "./dialog.js"],
  ["[data-code]", "./code.js"],
  [".choose-bar", "./choosing.js"],
  ["[data-carried], [data-share-link]", "./later.js"],
];

const version = new URL(import.meta.url).search;
/** @type {Promise<void>[]} */
const starting = [];

/** @param {ParentNode} place */
function improve(place) {
  for (const [selector, file] of parts) {
    const found = [...place.querySelectorAll(selector)];
    if (found.length) starting.push(import(file + version).then((part) => part.start(found)));
  }
  // An address may wrap on the screen, but it is one line: Enter sends the form like in any other field.
  help(place);
  for (const lines of place.querySelectorAll("textarea[data-one-line]")) {
    lines.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        lines.form.requestSubmit();
      }
    });
  }
}

/** @param {ParentNode} place */
function help(place) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-begins-with]"))) {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.field));
    const show = () => (button.hidden = field.value.trim() !== "");
    field.addEventListener("input", show);
    field.addEventListener("change", show);
    button.addEventListener("click", () => {
      field.value = button.dataset.beginsWith;
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  }
  for (const steps of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-steps]"))) {
    const field = /** @type {HTMLInputElement} */ (document.getElementById(steps.dataset.steps));
    steps.hidden = false;
    steps.addEventListener("click", (event) => {
      const by = /** @type {HTMLElement} */ (event.target).closest("[data-by]");
      if (!(by instanceof HTMLElement)) return;
      const wanted = (Number(field.value.normalize("NFKC")) || 0) + Number(by.dataset.by);
      field.value = String(Math.min(Math.max(wanted, Number(steps.dataset.least)), Number(steps.dataset.most)));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

improve(document);
// Who is faster than this has typed into the plain page; each part looks at what stands there when it starts.
Promise.all(starting).then(() => document.documentElement.classList.add("improved"));
document.addEventListener("grown", (event) => improve(/** @type {HTMLElement} */ (event.target)));
document.documentElement.classList.add("scripted");
const wanted = document.querySelector("[data-take-focus]");
// An address with a place in it leads there.
const beginning = location.hash ? null : document.querySelector("[data-begins]");
(wanted ?? beginning)?.focus({ preventScroll: !wanted });

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Paper has nothing to open.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details[data-prints]")) folded.setAttribute("open", "");
});
