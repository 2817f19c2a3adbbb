// From kana to the right characters of a name: kanji for the reading before the cursor, and other shapes of the
// character before it. The desk program knows both; nothing is learnt and nothing is kept.

import { before, replace } from "./cursor.js";
import { heard, reshaped } from "./namereading.js";
import { screenKey, words } from "./screenkey.js";

/** @typedef {(says: string, offers: string[], choose: (each: string) => void) => void} Offer */

const READING = /[ぁ-ゖー]+$/;

// The keys for it. `offer(says, offers, choose)` shows what there is to choose from.
/** @param {TextField} field @param {Offer} offer */
export function writing(field, offer) {
  const shapes = screenKey(words.shapes, () => chooseShape(field, offer));
  if (!words.kanjiUrl) return [shapes];
  return [screenKey(words.kanji, () => chooseKanji(field, offer)), shapes];
}

/** @param {TextField} field @param {Offer} offer */
async function chooseKanji(field, offer) {
  const reading = READING.exec(before(field))?.[0];
  if (!reading) return offer(words.noKana, [], () => {});
  const found = await ask(words.kanjiUrl, { reading });
  if (!found?.words.length) return offer(words.noKanji, [], () => {});
  // Only the beginning may be known; the rest stays behind it, to be turned into kanji next.
  const rest = reading.slice(found.reading.length);
  offer(words.choose, found.words, (word) => {
    heard(field, word, found.reading);
    replace(field, reading.length, word + rest);
  });
}

/** @param {TextField} field @param {Offer} offer */
async function chooseShape(field, offer) {
  const last = [...new Intl.Segmenter("ja").segment(before(field))].at(-1)?.segment ?? "";
  const found = last && (await ask(words.variantsUrl, { character: last }));
  if (!found?.shapes.length) return offer(words.noShape, [], () => {});
  offer(words.chooseShape, found.shapes, (shape) => {
    reshaped(field, last, shape);
    replace(field, last.length, shape);
  });
}

/** @param {string} url @param {Record<string, string>} values */
async function ask(url, values) {
  const token = document.querySelector("#scanner [name=csrf_token]").value;
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ csrf_token: token, ...values }) });
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch {
    return null;
  }
}
