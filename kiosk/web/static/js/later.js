// What comes behind the # of a link never reaches a server by itself: it is put into the form, and taken out of the address.

/** @param {HTMLElement} field */
function take(field) {
  const text = field.querySelector("textarea");
  if (location.hash.length > 1) {
    text.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }
  if (!text.value) return;
  field.hidden = true;
  if (!document.querySelector("[data-take-focus]")) document.querySelector("input[name=number]").focus();
}

/** @param {HTMLElement} button */
function offer(button) {
  const url = document.querySelector("textarea").value;
  if (!navigator.canShare?.({ url })) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ url }).catch(() => {}));
}

/** @param {HTMLElement[]} found */
export function start(found) {
  for (const element of found) {
    if (element.matches("[data-carried]")) take(element);
    else offer(element);
  }
}
