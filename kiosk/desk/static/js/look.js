// Large text, contrast and the low position change at once, without leaving the page: what is being typed stays.

const helps = document.querySelector("[data-looks]");

for (const button of helps?.querySelectorAll("[aria-pressed][name=action]") ?? []) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const on = document.documentElement.classList.toggle(button.value.split(":")[1]);
    button.setAttribute("aria-pressed", String(on));
    const token = button.form.elements.csrf_token.value;
    const sent = new URLSearchParams({ csrf_token: token, action: button.value });
    fetch(helps.dataset.looks, { method: "POST", body: sent, redirect: "manual" }).catch(() => {});
  });
}
