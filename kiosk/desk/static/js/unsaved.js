// What is typed into a correction and not yet taken over: no key, no scan and no click beside it may lose it.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".correcting"));
const words = document.getElementById("unsaved");

if (form && words) watch();

function watch() {
  const kept = form.hasAttribute("data-unsaved");
  // As it came from the desk program, whatever has been typed before this script was there.
  const plain = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  plain.reset();
  const first = typed(plain);
  const note = () => form.toggleAttribute("data-unsaved", kept || typed(form) !== first);
  note();
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", forget);
  form.querySelector("[data-gives-up]").addEventListener("click", forget);
  document.addEventListener("desk:unsaved", remind);
  addEventListener("beforeunload", (event) => {
    if (form.hasAttribute("data-unsaved")) event.preventDefault();
  });
}

/** @param {HTMLFormElement} from */
function typed(from) {
  return JSON.stringify([...new FormData(from)]);
}

function forget() {
  form.removeAttribute("data-unsaved");
}

// The words get the focus and not a button: a scanner's own Enter must press nothing.
function remind() {
  words.hidden = false;
  words.textContent = words.dataset.words;
  words.focus();
}
