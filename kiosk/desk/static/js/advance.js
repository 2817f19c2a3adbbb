// A question with one choice goes on by itself once the choice was touched; with the keys of a keyboard one looks
// through the choices, so there the button goes on. The way back is below.

const SEEN = 250; // milliseconds in which the mark in the circle is seen

const form = document.querySelector("form[data-advances]");
let going = 0;

form?.addEventListener("click", (event) => {
  const touch = /** @type {PointerEvent} */ (event);
  const row = touch.pointerType ? /** @type {Element} */ (event.target).closest("label.row") : null;
  if (!row?.querySelector("input[type=radio]")) return;
  clearTimeout(going);
  going = setTimeout(() => form.querySelector(".actions .button-wide").click(), SEEN);
});

// One more, one less: without leaving the page.
for (const button of document.querySelectorAll("button[value^='step:']")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const { field, least, most, by } = button.dataset;
    const input = /** @type {HTMLInputElement} */ (document.getElementById(field));
    const number = (Number(input.value) || 0) + Number(by);
    input.value = String(Math.min(Number(most), Math.max(Number(least), number)));
  });
}
