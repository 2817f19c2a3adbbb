// Lets the browser make or use a passkey, and sends what it answers with the form. Without this file the form stays
// hidden, and the number of the app does.

const form = /** @type {HTMLFormElement} */ (document.getElementById("passkey"));

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  form.querySelector("button").addEventListener("click", () => {
    const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    said.textContent = "";
    ask().then(send, () => {
      said.textContent = said.dataset.failed;
    });
  });
}

/** @param {object} credential */
function send(credential) {
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  answer.value = JSON.stringify(credential);
  form.requestSubmit();
}

async function ask() {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  const isNew = form.dataset.passkey === "create";
  if (isNew) options.user.id = bytes(options.user.id);
  const made = isNew
    ? await navigator.credentials.create({ publicKey: options })
    : await navigator.credentials.get({ publicKey: options });
  return plain(/** @type {PublicKeyCredential} */ (made));
}

/** @param {PublicKeyCredential} made */
function plain(made) {
  /** @type {Record<string, string>} */
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    const found = /** @type {any} */ (made.response)[part];
    if (found) response[part] = text(found);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

/** @param {string} coded */
function bytes(coded) {
  const signs = atob(coded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(signs, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer} raw */
function text(raw) {
  const signs = String.fromCharCode(...new Uint8Array(raw));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
