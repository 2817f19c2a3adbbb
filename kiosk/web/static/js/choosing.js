// Says in the bar how many procedures are ticked.

/** @param {HTMLElement[]} bars */
export function start(bars) {
  for (const bar of bars) {
    const form = bar.closest("form");
    const show = () => {
      const count = form.querySelectorAll("input[name=procedure]:checked").length;
      bar.querySelector("[data-count]").textContent = count ? bar.dataset.words.replace("{count}", `${count}`) : "";
    };
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  }
}
