// Opens a <dialog> from a link or button that leads to a page doing the same without JavaScript.

/** @param {HTMLElement[]} found */
export function start(found) {
  for (const opener of found) {
    const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(opener.dataset.opens));
    if (!dialog) continue;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    for (const closer of dialog.querySelectorAll("[data-closes]")) {
      closer.addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close();
      });
    }
  }
}
