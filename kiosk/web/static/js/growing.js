// Questions that hang on another one of the same page come and go as soon as that one is answered. They are put in
// and taken out where they belong; whatever else stands on the page is left as it is, typed text and focus included.

/** @param {HTMLFormElement} form @param {string} html */
export function grow(form, html) {
  const place = form.querySelector("[data-questions]");
  if (!place) return;
  const sent = new DOMParser().parseFromString(html, "text/html");
  const wanted = [...sent.querySelectorAll(".question, .questions-of")];
  const ids = new Set(wanted.map((question) => question.id));
  for (const old of place.querySelectorAll(":scope > .question, :scope > .questions-of")) {
    if (!ids.has(old.id) && !old.contains(document.activeElement)) old.remove();
  }
  const added = [];
  let before = null;
  for (const question of wanted) {
    let here = document.getElementById(question.id);
    if (!here) {
      here = document.importNode(question, true);
      if (before) before.after(here);
      else place.prepend(here);
      if (here.matches(".question")) added.push(here);
    }
    before = here;
  }
  if (added.length === 0) return;
  form.querySelector("[data-more]").textContent = form.querySelector("[data-more]").dataset.words;
  for (const question of added) question.dispatchEvent(new CustomEvent("grown", { bubbles: true }));
}
