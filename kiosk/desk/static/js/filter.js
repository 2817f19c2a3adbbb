// A long list of procedures gets short while a name is typed that it has or that people call it. Enter ticks the first that
// is left, and is ready for the next; where none is left it searches at the server, which forgives more.

/** @param {string} text */
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 96)).replace(/\s/g, "");

for (const field of document.querySelectorAll("[data-filters]")) start(/** @type {HTMLElement} */ (field));

/** @param {HTMLElement} field */
function start(field) {
  const input = field.querySelector("input");
  const rows = /** @type {HTMLElement[]} */ ([...document.getElementById(field.dataset.filters).children]);
  const filter = () => {
    const wanted = fold(input.value);
    // Its name counts for more than what is told of it.
    const named = rows.filter((row) => fold(row.textContent).includes(wanted));
    const left = new Set(named.length ? named : rows.filter((row) => fold(row.dataset.words).includes(wanted)));
    for (const row of rows) row.hidden = !left.has(row);
  };
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const box = rows.find((row) => !row.hidden)?.querySelector("input");
    if (!box) return;
    event.preventDefault();
    if (!input.value.trim()) return input.form.requestSubmit(input.form.querySelector("[data-begins-visit]"));
    box.checked = true;
    input.value = "";
    filter();
  });
}
