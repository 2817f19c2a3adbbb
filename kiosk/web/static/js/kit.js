// Small improvements on pages that work without any of this. Each part is loaded only where it is needed.

const parts = [
  ["[data-date]", "./date.js"],
  ["[data-name]", "./kana.js"],
  ["[data-postal]", "./postal.js"],
  ["[data-keeps]", "./keeping.js"],
  ["[data-opens]", "./dialog.js"],
  ["[data-code]", "./code.js"],
];

const version = new URL(import.meta.url).search;

for (const [selector, file] of parts) {
  if (document.querySelector(selector)) {
    import(file + version).then((part) => part.start(selector));
  }
}

document.documentElement.classList.add("scripted");
document.querySelector("[data-take-focus]")?.focus();

// An address may wrap on the screen, but it is one line: Enter sends the form like in any other field.
for (const lines of document.querySelectorAll("textarea[data-one-line]")) {
  lines.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      lines.form.requestSubmit();
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
