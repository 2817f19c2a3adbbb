// Suggests the reading of a name from what the keyboard passes through while it is typed. Always editable; once a
// person has touched the reading, it is left alone.

const kanaOnly = /^[ぁ-ゖーァ-ヺ]+$/;
const katakana = (text) => text.replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 96));

function follow(source, target) {
  let reading = "";
  let untouched = target.value === "";
  target.addEventListener("input", () => (untouched = false));
  source.addEventListener("compositionstart", () => (reading = ""));
  source.addEventListener("compositionupdate", (event) => {
    if (kanaOnly.test(event.data)) reading = event.data;
  });
  source.addEventListener("compositionend", () => {
    if (untouched && reading) target.value += katakana(reading);
    reading = "";
  });
  source.addEventListener("input", (event) => {
    if (!untouched || event.isComposing) return;
    if (source.value === "") target.value = "";
    else if (kanaOnly.test(source.value)) target.value = katakana(source.value);
  });
}

export function start(selector) {
  const fields = [...document.querySelectorAll(`${selector}, [data-kana]`)];
  for (const [place, name] of fields.entries()) {
    const reading = fields[place + 1];
    if (!name.matches(selector) || !reading?.matches("[data-kana]")) continue;
    for (const part of ["family", "given"]) {
      const [source, target] = [name, reading].map((field) => field.querySelector(`[name$=".${part}"]`));
      if (source && target) follow(source, target);
    }
  }
}
