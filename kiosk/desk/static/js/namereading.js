// The reading of a name, heard while its kanji are chosen. It goes along with the name in a hidden input, as a
// suggestion for the question that follows; a list of persons has the reading on the same page (kana.js).

const KANA = /^[ぁ-ゖァ-ヺー]$/;
// Of each field: what was written into it piece by piece, and read how.
/** @type {WeakMap<TextField, NamePiece[]>} */
const pieces = new WeakMap();

for (const hidden of document.querySelectorAll("[data-reading-of]")) {
  const field = /** @type {TextField} */ (document.getElementById(hidden.dataset.readingOf));
  // What came back with the page, such as after another language was chosen.
  pieces.set(field, hidden.value ? [{ written: field.value, read: hidden.value }] : []);
  field.addEventListener("input", () => (hidden.value = reading(field.value, pieces.get(field))));
}

// Kanji were chosen for a reading, and are about to be written.
/** @param {TextField} field @param {string} written @param {string} read */
export function heard(field, written, read) {
  pieces.get(field)?.push({ written, read });
  // kana.js listens to what a keyboard with Japanese input tells.
  for (const [kind, data] of [["compositionstart", ""], ["compositionupdate", read], ["compositionend", written]]) {
    field.dispatchEvent(new CompositionEvent(kind, { data, bubbles: true }));
  }
}

// Another shape of a character is read the same.
/** @param {TextField} field @param {string} before @param {string} after */
export function reshaped(field, before, after) {
  const known = pieces.get(field) ?? [];
  for (const { written, read } of [...known]) {
    if (written.includes(before)) known.push({ written: written.replace(before, after), read });
  }
}

// Piece by piece from the front; nothing at all if one sign's reading is unknown.
/** @param {string} name @param {NamePiece[]} known */
function reading(name, known) {
  let [read, rest] = ["", name];
  while (rest) {
    const fits = known.filter((piece) => piece.written && rest.startsWith(piece.written));
    const longest = fits.sort((one, other) => other.written.length - one.written.length)[0];
    const sign = [...rest][0];
    if (!longest && !KANA.test(sign)) return "";
    read += longest?.read ?? sign;
    rest = rest.slice((longest?.written ?? sign).length);
  }
  return read;
}
