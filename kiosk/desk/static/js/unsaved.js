// What is typed into a correction and not yet taken over: no key, no scan and no click beside it may lose it.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".correcting"));
const words = document.getElementById("unsaved");

if (form && words) watch();

function watch() {
  const kept = form.hasAttribute("data-unsaved");
  const first = typed();
  const note = () => form.toggleAttribute("data-unsaved", kept || typed() !== first);
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", forget);
  form.querySelector("[data-gives-up]").addEventListener("click", forget);
  document.addEventListener("desk:unsaved", remind);
  addEventListener("beforeunload", (event) => {
    if (form.hasAttribute("data-unsaved")) event.preventDefault();
  });
}

function typed() {
  return JSON.stringify([...new FormData(form)]);
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
