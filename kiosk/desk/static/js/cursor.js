// Writing into a field at its cursor, as a keyboard would.

/** @param {TextField} field */
export function before(field) {
  return field.value.slice(0, at(field));
}

/** @param {TextField} field @param {string} text */
export function type(field, text) {
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
  told(field);
}

// The last `length` units before the cursor become `text`.
/** @param {TextField} field @param {number} length @param {string} text */
export function replace(field, length, text) {
  field.setRangeText(text, at(field) - length, at(field), "end");
  told(field);
}

// What is marked, or one character as a reader counts them, a variation sequence or a 𠮷 included.
/** @param {TextField} field */
export function erase(field) {
  const last = [...new Intl.Segmenter("ja").segment(before(field))].at(-1);
  if (field.selectionEnd > field.selectionStart) field.setRangeText("");
  else if (last) field.setRangeText("", last.index, at(field), "end");
  told(field);
}

/** @param {TextField} field */
function at(field) {
  return field.selectionStart ?? field.value.length;
}

/** @param {TextField} field */
function told(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
