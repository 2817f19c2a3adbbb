// Suggests the reading of a name from what the keyboard passes through while the name is typed. The suggestion can
// always be changed, and a reading that a person has typed is never touched. Of Latin letters it is guessed.

const version = new URL(import.meta.url).search;
const kana = /^[ぁ-ゖーァ-ヺ]+$/;
/** @param {string} text */
const katakana = (text) => text.replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 96));

// On a Latin keyboard the last ん is still an n when the word is turned into kanji.
/** @param {string} text */
const spelled = (text) => text.normalize("NFKC").replace(/n$/i, "ん");

// Which written pieces are still in the name, in their order; what was deleted takes its reading with it.
/** @param {NamePiece[]} pieces @param {string} name */
function reading(pieces, name) {
  let at = 0;
  const left = pieces.filter(({ written }) => {
    const found = name.indexOf(written, at);
    if (found < 0) return false;
    at = found + written.length;
    return true;
  });
  return left;
}

const latin = /\p{Script=Latin}/u;
/** @type {(name: string) => string} */
let propose = () => "";

// Only who types Latin letters needs what knows how they are said.
/** @param {() => void} then */
function learn(then) {
  import(`./latinkana.js${version}`).then((module) => {
    propose = (name) => (module.LATIN.test(name) ? module.propose(name) : "");
    then();
  });
}

/** @param {HTMLInputElement} name @param {HTMLInputElement} target */
function follow(name, target) {
  /** @type {NamePiece[]} */
  let pieces = [];
  let heard = "";
  let own = target.value !== "";
  const suggest = () => {
    if (own) return;
    pieces = reading(pieces, name.value);
    if (latin.test(name.value)) target.value = propose(name.value);
    else target.value = kana.test(name.value) ? katakana(name.value) : pieces.map((piece) => piece.read).join("");
  };
  target.addEventListener("input", () => (own = target.value !== ""));
  name.addEventListener("compositionstart", () => (heard = ""));
  name.addEventListener("compositionupdate", (event) => {
    const text = spelled(event.data ?? "");
    if (kana.test(text)) heard = text;
  });
  name.addEventListener("compositionend", (event) => {
    if (heard && event.data) pieces.push({ written: event.data, read: katakana(heard) });
    heard = "";
    suggest();
  });
  name.addEventListener("input", (event) => {
    if (event.isComposing) return;
    suggest();
    if (latin.test(name.value)) learn(suggest);
  });
  if (name.value !== name.defaultValue) suggest();
}

/** @param {HTMLElement[]} found */
export function start(found) {
  const fields = [...document.querySelectorAll("[data-name], [data-kana]")];
  for (const field of found) {
    const next = fields[fields.indexOf(field) + 1];
    if (!next?.matches("[data-kana]")) continue;
    for (const part of ["family", "given"]) {
      const [name, target] = [field, next].map((each) => each.querySelector(`input[name$=".${part}"]`));
      if (name && target) follow(name, target);
    }
  }
}
