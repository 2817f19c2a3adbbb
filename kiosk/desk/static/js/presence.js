// Tells the desk program that this visit is open here, so that others see it; and that it is no longer, when it is left.

const EVERY = 15000;
const visit = /** @type {HTMLElement | null} */ (document.querySelector("[data-present]"));

if (visit) {
  tell();
  setInterval(tell, EVERY);
}

function tell() {
  const token = /** @type {HTMLInputElement} */ (document.querySelector("#scanner [name=csrf_token]")).value;
  fetch(visit.dataset.present, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: token }),
    headers: { "Desk-Live": "1" },
    keepalive: true,
  }).catch(() => {
    // The desk program is being restarted; the next time tells it.
  });
}
