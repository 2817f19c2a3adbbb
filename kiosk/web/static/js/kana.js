// Suggests the reading of a name from what the keyboard passes through while the name is typed. The suggestion can
// always be changed, and a reading that a person has typed is never touched.

const kana = /^[ぁ-ゖーァ-ヺ]+$/;
const katakana = (text) => text.replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 96));

// On a Latin keyboard the last ん is still an n when the word is turned into kanji.
const spelled = (text) => text.normalize("NFKC").replace(/n$/i, "ん");

// Which written pieces are still in the name, in their order; what was deleted takes its reading with it.
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

function follow(name, target) {
  let pieces = [];
  let heard = "";
  let own = target.value !== "";
  const suggest = () => {
    if (own) return;
    pieces = reading(pieces, name.value);
    target.value = kana.test(name.value) ? katakana(name.value) : pieces.map((piece) => piece.read).join("");
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
    if (!event.isComposing) suggest();
  });
}

export function start(found) {
  const fields = [...document.querySelectorAll("[data-name], [data-kana]")];
  for (const field of found) {
    const next = fields[fields.indexOf(field) + 1];
    if (!next?.matches("[data-kana]")) continue;
    for (const part of ["family", "given"]) {
      const [name, target] = [field, next].map((each) => each.querySelector(`[name$=".${part}"]`));
      if (name && target) follow(name, target);
    }
  }
}
