// Keeps what is typed when the page is reloaded or left: fields are sent for keeping while they are typed. `data-keeps`
// on the form names the address to keep at.

const PAUSE = 350;

const version = new URL(import.meta.url).search;

/** @type {AbortController | null} */
let keeping = null;

// Only what is sent while the page is left outlives it: an old answer that came after the next page's would bring back the
// cookie from before it.
/** @param {HTMLFormElement} form @param {boolean} leaves */
async function keep(form, leaves = false) {
  keeping?.abort();
  keeping = new AbortController();
  // The checker wants texts only; a form of ours has no files.
  const body = new URLSearchParams(/** @type {Record<string, string>} */ (/** @type {unknown} */ (new FormData(form))));
  body.set("action", "keep");
  try {
    const answer = await fetch(form.dataset.keeps, { method: "POST", body, signal: keeping.signal, keepalive: leaves });
    if (answer.status !== 200) return;
    const [{ grow }, questions] = await Promise.all([import(`./growing.js${version}`), answer.text()]);
    if (!form.ariaBusy) grow(form, questions);
  } catch {
    // Offline, or overtaken by the next one: what is typed is still on the page.
  }
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
    const now = (leaves = false) => {
      clearTimeout(waiting);
      waiting = 0;
      if (!form.ariaBusy) keep(form, leaves);
    };
    /** @param {Event & { isComposing?: boolean }} event */
    const soon = (event) => {
      clearTimeout(waiting);
      waiting = event.isComposing ? 0 : setTimeout(() => now(), PAUSE);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("compositionend", soon);
    form.addEventListener("submit", () => keeping?.abort());
    window.addEventListener("beforeunload", () => waiting && now(true));
    // Whoever has sent the form already is on the way to the next page.
    if (isTouched(form)) waiting = setTimeout(() => now(), PAUSE);
  }
}
