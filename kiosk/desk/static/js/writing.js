// From kana to the right characters of a name: kanji for the reading before the cursor, and other shapes of the
// character before it. The desk program knows both; nothing is learnt and nothing is kept.

import { heard, reshaped } from "./namereading.js";

const READING = /[ぁ-ゖー]+$/;

// The keys for it. `field` is what pad.js lends: input(), before(), replace(length, text), offer(says, offers, choose),
// keyButton.
export function writing(words, field) {
  const shapes = field.keyButton(words.shapes, () => chooseShape(words, field));
  if (!words.kanjiUrl) return [shapes];
  return [field.keyButton(words.kanji, () => chooseKanji(words, field)), shapes];
}

async function chooseKanji(words, field) {
  const reading = READING.exec(field.before())?.[0];
  if (!reading) return field.offer(words.noKana, [], () => {});
  const found = await ask(words.kanjiUrl, { reading });
  if (!found?.words.length) return field.offer(words.noKanji, [], () => {});
  // Only the beginning may be known; the rest stays behind it, to be turned into kanji next.
  const rest = reading.slice(found.reading.length);
  field.offer(words.choose, found.words, (word) => {
    heard(field.input(), word, found.reading);
    field.replace(reading.length, word + rest);
  });
}

async function chooseShape(words, field) {
  const last = [...new Intl.Segmenter("ja").segment(field.before())].at(-1)?.segment ?? "";
  const found = last && (await ask(words.variantsUrl, { character: last }));
  if (!found?.shapes.length) return field.offer(words.noShape, [], () => {});
  field.offer(words.chooseShape, found.shapes, (shape) => {
    reshaped(field.input(), last, shape);
    field.replace(last.length, shape);
  });
}

async function ask(url, values) {
  const token = document.querySelector("#scanner [name=csrf_token]").value;
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ csrf_token: token, ...values }) });
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch {
    return null;
  }
}
