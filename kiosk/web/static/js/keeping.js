// Keeps what is typed when the connection is lost, the page reloaded or left: fields are sent for keeping while they
// are typed, and a form is only sent while the server answers. `data-keeps` on the form names the address to keep at.

const PAUSE = 350;

const version = new URL(import.meta.url).search;

/** @type {AbortController | null} */
let keeping = null;
let sending = false;

/** @param {HTMLFormElement} form */
async function keep(form) {
  keeping?.abort();
  keeping = new AbortController();
  // The checker wants texts only; a form of ours has no files.
  const body = new URLSearchParams(/** @type {Record<string, string>} */ (/** @type {unknown} */ (new FormData(form))));
  body.set("action", "keep");
  try {
    const answer = await fetch(form.dataset.keeps, { method: "POST", body, signal: keeping.signal, keepalive: true });
    if (answer.status !== 200) return;
    const [{ grow }, questions] = await Promise.all([import(`./growing.js${version}`), answer.text()]);
    if (!sending) grow(form, questions);
  } catch {
    // Offline, or overtaken by the next one: what is typed is still on the page.
  }
}

/** @param {HTMLFormElement} form */
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

/** @param {HTMLFormElement} form @param {boolean} offline */
function say(form, offline) {
  const place = form.querySelector("[data-offline]");
  place.hidden = !offline;
  if (offline) place.focus();
}

/** @param {SubmitEvent} event @param {HTMLFormElement} form */
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

// Whether somebody has typed or chosen something before this script was there: slow phones let people be faster.
/** @param {HTMLFormElement} form */
function isTouched(form) {
  const plain = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  plain.reset();
  const [now, before] = [form, plain].map((each) => JSON.stringify([...new FormData(each)]));
  return now !== before;
}

/** @param {HTMLFormElement[]} forms */
export function start(forms) {
  for (const form of forms) {
    let waiting = 0;
    const now = () => {
      clearTimeout(waiting);
      waiting = 0;
      if (!sending) keep(form);
    };
    /** @param {Event & { isComposing?: boolean }} event */
    const soon = (event) => {
      clearTimeout(waiting);
      waiting = event.isComposing ? 0 : setTimeout(now, PAUSE);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("compositionend", soon);
    form.addEventListener("submit", (event) => submit(event, form));
    window.addEventListener("beforeunload", () => waiting && now());
    window.addEventListener("online", () => say(form, false));
    window.addEventListener("pageshow", () => (sending = false));
    if (isTouched(form)) now();
  }
}
