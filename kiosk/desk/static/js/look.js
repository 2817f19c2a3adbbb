// Large text, contrast and the low position change at once, without leaving the page: what is being typed stays.

for (const form of document.querySelectorAll("[data-looks]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    const sent = new FormData(form, button);
    const on = document.documentElement.classList.toggle(button.value);
    button.setAttribute("aria-pressed", String(on));
    fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => {});
  });
}
