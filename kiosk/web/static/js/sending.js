// Sends a form from where it stands: while the server cannot be reached everything stays on the screen, and a page that
// comes again, with what is wrong on it or one person more, takes the place of this one: Back leads to the page before.

const PATIENCE = 10_000;

/** @param {HTMLFormElement} form @param {HTMLElement | null} pressed @returns {Promise<Response | null>} */
async function answerOf(form, pressed) {
  // The checker wants texts only; a form of ours has no files.
  const body = new URLSearchParams(/** @type {Record<string, string>} */ (/** @type {unknown} */ (new FormData(form))));
  if (pressed instanceof HTMLButtonElement && pressed.name) body.append(pressed.name, pressed.value);
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE);
  try {
    const headers = { Accept: "application/json" };
    return await fetch(form.getAttribute("action"), { method: "POST", body, headers, signal: ending.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} answer @returns {Promise<string>} */
async function toldBy(answer) {
  const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isTold ? (await answer.json()).to : "";
}

/** @param {string} address */
function go(address) {
  const to = new URL(address, location.href);
  // What was begun without a draft comes again in one: /guide/move_in as /d/…/guide/move_in.
  if (!to.pathname.endsWith(location.pathname)) return location.assign(to);
  // The same address with another anchor would only be scrolled to.
  if (to.hash && to.pathname + to.search === location.pathname + location.search) to.searchParams.set("again", "yes");
  location.replace(to);
}

/** @param {HTMLFormElement} form @param {boolean} offline */
function say(form, offline) {
  const place = form.querySelector("[data-offline]");
  place.hidden = !offline;
  if (offline) place.focus();
}

/** @param {SubmitEvent} event @param {HTMLFormElement} form */
async function send(event, form) {
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  const answer = await answerOf(form, event.submitter);
  const to = answer?.ok && (await toldBy(answer));
  if (to) return go(to);
  const offline = !answer || answer.status >= 502;
  form.ariaBusy = null;
  say(form, offline);
  // What else the server says is a page, which the browser shows.
  if (!offline) HTMLFormElement.prototype.submit.call(withPressed(form, event.submitter));
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} pressed */
function withPressed(form, pressed) {
  if (pressed instanceof HTMLButtonElement) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value }));
  }
  return form;
}

/** @param {HTMLFormElement[]} forms */
export function start(forms) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => send(event, form));
    window.addEventListener("online", () => say(form, false));
    window.addEventListener("pageshow", () => (form.ariaBusy = null));
  }
}
