// Looks up addresses without leaving the page. The form's `data-postal-url` says where; without it, or offline, the
// button does what it does without JavaScript: it sends the form.

/** @typedef {[address: string, label: string]} Place */

const MOST_BUTTONS = 6;

/** @param {string} url @param {string} code @param {string} token */
async function look(url, code, token) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token },
    body: new URLSearchParams({ code }),
  });
  return answer.ok ? (await answer.json()).places : null;
}

/** @param {HTMLFormElement} form @param {HTMLElement} field */
function addressField(form, field) {
  return /** @type {TextField} */ (form.elements.namedItem(field.dataset.postal));
}

/** @param {HTMLFormElement} form @param {HTMLElement} field @param {string} address */
function fill(form, field, address) {
  const target = addressField(form, field);
  target.value = address;
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {HTMLFormElement} form @param {HTMLElement} field @param {string} address */
function take(form, field, address) {
  fill(form, field, address);
  const target = addressField(form, field);
  target.focus();
  target.setSelectionRange(address.length, address.length);
  field.querySelector("[data-found]").replaceChildren();
}

/** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {object} own @param {...(string | Node)} inside */
const element = (name, own, ...inside) => {
  const made = Object.assign(document.createElement(name), own);
  made.append(...inside);
  return made;
};

/** @param {Place[]} places @param {(address: string) => void} chosen */
function buttons(places, chosen) {
  return element("ul", { className: "candidates" }, ...places.map(([address, label]) => {
    const button = element("button", { type: "button", className: "button button-quiet" }, label);
    button.addEventListener("click", () => chosen(address));
    return element("li", {}, button);
  }));
}

/** @param {Place[]} places @param {string} use @param {string} labelled @param {(address: string) => void} chosen */
function list(places, use, labelled, chosen) {
  const options = places.map(([value, label]) => element("option", { value }, label));
  const select = element("select", { className: "input select select-place", id: labelled }, ...options);
  const button = element("button", { type: "button", className: "button button-secondary" }, use);
  button.addEventListener("click", () => chosen(select.value));
  return element("div", { className: "input-row" }, select, button);
}

/** @param {HTMLFormElement} form @param {HTMLElement} field @param {Place[]} places */
function offer(form, field, places) {
  const words = places.length ? form.dataset.postalChoose : form.dataset.postalNothing;
  /** @param {string} address */
  const chosen = (address) => take(form, field, address);
  const found = field.querySelector("[data-found]");
  if (places.length > MOST_BUTTONS) {
    const id = `p-${field.querySelector("input").name}`;
    found.replaceChildren(element("label", { className: "part-label", htmlFor: id }, words), list(places, form.dataset.postalUse, id, chosen));
  } else {
    found.replaceChildren(element("p", {}, words), ...(places.length ? [buttons(places, chosen)] : []));
  }
}

/** @param {HTMLElement[]} found */
export function start(found) {
  for (const field of found) {
    const button = field.querySelector("[data-lookup]");
    const form = field.closest("form");
    if (!button || !form.dataset.postalUrl) continue;
    let failed = false;
    const box = field.querySelector("input");
    // A whole code beside an empty address is looked up by itself; the focus stays where it is typed.
    box.addEventListener("input", async () => {
      const code = box.value;
      if (failed || addressField(form, field).value.trim() !== "" || code.normalize("NFKC").replace(/\D/g, "").length !== 7) return;
      const places = await look(form.dataset.postalUrl, code, form.elements.csrf_token.value).catch(/** @returns {null} */ () => null);
      if (!places?.length || box.value !== code || addressField(form, field).value.trim() !== "") return;
      if (places.length > 1) return offer(form, field, places);
      fill(form, field, places[0][0]);
      field.querySelector("[data-found]").replaceChildren(element("p", {}, places[0][0]));
    });
    button.addEventListener("click", async (event) => {
      if (failed) return;
      event.preventDefault();
      const code = box.value;
      const places = await look(form.dataset.postalUrl, code, form.elements.csrf_token.value).catch(/** @returns {null} */ () => null);
      if (places === null) {
        failed = true;
        form.requestSubmit(button);
        return;
      }
      const typed = addressField(form, field).value.trim();
      const [only] = places.length === 1 ? places[0] : [null];
      // What stands there already is gone on with.
      if (only && typed.startsWith(only)) take(form, field, typed);
      else if (only && typed === "") take(form, field, only);
      else offer(form, field, places);
    });
  }
}
