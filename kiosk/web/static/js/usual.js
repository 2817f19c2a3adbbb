// What the purpose proposes: chosen before, it ticks what is usually wanted with it, until somebody ticks for themselves.
// `data-usual` on the group of boxes says what is proposed, by the input and what was chosen in it.

/** @param {HTMLElement[]} groups */
export function start(groups) {
  for (const group of groups) {
    const proposed = /** @type {Record<string, Record<string, string[]>>} */ (JSON.parse(group.dataset.usual));
    const boxes = /** @type {HTMLInputElement[]} */ ([...group.querySelectorAll("input[type=checkbox]")]);
    const says = /** @type {HTMLElement} */ (group.querySelector("[data-says]"));
    let isOwn = boxes.some((box) => box.checked);
    group.addEventListener("input", () => (isOwn = true));
    group.closest("form").addEventListener("input", (event) => {
      const { name, value } = /** @type {HTMLInputElement} */ (event.target);
      if (isOwn || !(name in proposed)) return;
      const wanted = proposed[name][value] ?? [];
      for (const box of boxes) box.checked = wanted.includes(box.value);
      says.textContent = wanted.length ? says.dataset.says : "";
    });
  }
}
