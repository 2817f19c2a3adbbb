// Keeps what is typed when the connection is lost, the page reloaded or left: fields are sent for keeping as they
// change, and a form is only sent while the server answers. `data-keeps` on the form names the address to keep at.

let keeping = null;
let sending = false;

async function keep(form) {
  keeping?.abort();
  keeping = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set("action", "keep");
  await fetch(form.dataset.keeps, { method: "POST", body, signal: keeping.signal, keepalive: true }).catch(() => {});
}

async function reachable(form) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), 8000);
  try {
    return (await fetch(form.dataset.ping, { cache: "no-store", signal: ending.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function say(form, offline) {
  const place = form.querySelector("[data-offline]");
  place.hidden = !offline;
  if (offline) place.focus();
}

async function submit(event, form) {
  if (sending) return;
  event.preventDefault();
  const pressed = event.submitter;
  form.setAttribute("aria-busy", "true");
  const there = await reachable(form);
  form.removeAttribute("aria-busy");
  say(form, !there);
  if (!there) return;
  keeping?.abort();
  sending = true;
  form.requestSubmit(pressed ?? undefined);
}

export function start(selector) {
  for (const form of document.querySelectorAll(selector)) {
    let waiting = 0;
    form.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => sending || keep(form), 400);
    });
    form.addEventListener("submit", (event) => submit(event, form));
    window.addEventListener("online", () => say(form, false));
    window.addEventListener("pageshow", () => (sending = false));
  }
}
