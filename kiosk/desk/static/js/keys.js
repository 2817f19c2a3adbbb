// Function keys for the whole screen (no letters: a scanner and the Japanese input share the keyboard), and small
// things that save a click.

const FIELD = "input:not([type=hidden]), select, textarea";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const target = meant([...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)]);
  if (!target || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (document.querySelector(".correcting[data-unsaved]")) {
    document.dispatchEvent(new CustomEvent("desk:unsaved"));
    return;
  }
  if (target.matches("input, [data-key-focus]")) {
    if (target.matches("input")) target.closest("details")?.setAttribute("open", "");
    target.focus();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) target.select();
  } else target.click();
  if (target.matches("summary:not([data-key-focus])")) target.parentElement.querySelector(FIELD)?.focus();
});

let hasGone = false;

// One key for several places goes from one to the next, and first to where something is wrong; who is led there by the
// page already stays there once.
/** @param {HTMLElement[]} targets */
function meant(targets) {
  const now = targets.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (targets[now]?.autofocus && !hasGone) {
    hasGone = true;
    return targets[now];
  }
  const wrong = targets.find((each) => each.closest("section")?.querySelector(".answer-wrong"));
  return now < 0 && wrong ? wrong : targets[(now + 1) % targets.length];
}

// Loaded before the page is drawn, so that no key is pressed in vain: the rest waits for the page.
document.addEventListener("DOMContentLoaded", () => {
  hideButtons();
  for (const form of document.querySelectorAll("form[data-sends-itself]")) {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input"));
    if ([...boxes].some((box) => box.checked !== box.defaultChecked)) form.requestSubmit();
  }
  for (const input of document.querySelectorAll("input[data-sends-itself]")) {
    const send = () => input.files.length && input.form.requestSubmit();
    input.addEventListener("change", send);
    send();
  }
});

// A part of the page that renews itself brings forms that nobody has listened to yet.
document.addEventListener("desk:renewed", hideButtons);
document.addEventListener("change", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const form = /** @type {HTMLFormElement | null} */ (target.closest("form[data-sends-itself]"));
  form?.requestSubmit();
});

function hideButtons() {
  for (const form of document.querySelectorAll("form[data-sends-itself]")) {
    form.querySelector("button[type=submit]")?.classList.add("visually-hidden");
  }
}

// The first question that is open. The browser goes to the place in the address last of all, and that takes the focus.
addEventListener("load", () => setTimeout(begin));

function begin() {
  if (location.pathname.includes("/correct/") || document.activeElement !== document.body) return;
  const field = document.querySelector(".correcting")?.querySelector(FIELD);
  const first = /** @type {HTMLInputElement | undefined} */ (field);
  const chosen = first?.type === "radio" && first.form.querySelector(`[name="${CSS.escape(first.name)}"]:checked`);
  (chosen || first)?.focus();
  // All that is asked here in sight, however much stands above it.
  first?.closest(".group-open")?.scrollIntoView({ block: "nearest" });
}

// A print button is pressed once.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  for (const button of form.querySelectorAll("button[type=submit]")) {
    if (form.target !== "_blank") setTimeout(() => (button.disabled = true));
  }
});
