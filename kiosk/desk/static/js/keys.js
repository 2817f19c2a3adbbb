// Function keys for the whole screen (no letters: a scanner and the Japanese input share the keyboard), and small
// things that save a click.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (target.matches("input")) {
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    target.select?.();
  } else target.click();
  if (target.matches("summary")) target.parentElement.querySelector("input, button")?.focus();
});

// Loaded before the page is drawn, so that no key is pressed in vain: the rest waits for the page.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-sends-itself]")) {
    form.addEventListener("change", () => form.requestSubmit());
    form.querySelector("button[type=submit]")?.classList.add("visually-hidden");
  }
  for (const input of document.querySelectorAll("input[data-sends-itself]")) {
    input.addEventListener("change", () => input.files.length && input.form.requestSubmit());
  }
});
// A print button is pressed once.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("button[type=submit]")) {
    if (event.target.target !== "_blank") setTimeout(() => (button.disabled = true));
  }
});
