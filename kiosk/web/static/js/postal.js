// Looks up addresses without leaving the page. The form's `data-postal-url` says where; without it, or offline, the
// button does what it does without JavaScript: it sends the form.

async function look(url, code, token) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token },
    body: new URLSearchParams({ code }),
  });
  return answer.ok ? (await answer.json()).addresses : null;
}

function take(form, field, address) {
  const target = form.elements[field.dataset.postal];
  target.value = address;
  target.focus();
  target.setSelectionRange(address.length, address.length);
  target.dispatchEvent(new Event("change", { bubbles: true }));
  field.querySelector("[data-found]").replaceChildren();
}

function offer(form, field, addresses) {
  const list = document.createElement("ul");
  list.className = "candidates";
  for (const address of addresses) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button button-quiet", textContent: address,
    });
    button.addEventListener("click", () => take(form, field, address));
    list.append(Object.assign(document.createElement("li"), {}));
    list.lastElementChild.append(button);
  }
  const lead = Object.assign(document.createElement("p"), {
    textContent: addresses.length ? form.dataset.postalChoose : form.dataset.postalNothing,
  });
  field.querySelector("[data-found]").replaceChildren(lead, ...(addresses.length ? [list] : []));
}

export function start(found) {
  for (const field of found) {
    const button = field.querySelector("[data-lookup]");
    const form = field.closest("form");
    if (!button || !form.dataset.postalUrl) continue;
    let failed = false;
    button.addEventListener("click", async (event) => {
      if (failed) return;
      event.preventDefault();
      const code = field.querySelector("input").value;
      const addresses = await look(form.dataset.postalUrl, code, form.elements.csrf_token.value).catch(() => null);
      if (addresses === null) {
        failed = true;
        form.requestSubmit(button);
        return;
      }
      const target = form.elements[field.dataset.postal];
      if (addresses.length === 1 && target.value.trim() === "") take(form, field, addresses[0]);
      else offer(form, field, addresses);
    });
  }
}
