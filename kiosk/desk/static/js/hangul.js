// Hangul letters typed one after the other become syllables, as every Korean keyboard makes them.

const FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const DOUBLE = new Map(
  ["ㅗㅏㅘ", "ㅗㅐㅙ", "ㅗㅣㅚ", "ㅜㅓㅝ", "ㅜㅔㅞ", "ㅜㅣㅟ", "ㅡㅣㅢ", "ㄱㅅㄳ", "ㄴㅈㄵ", "ㄴㅎㄶ", "ㄹㄱㄺ", "ㄹㅁㄻ", "ㄹㅂㄼ", "ㄹㅅㄽ",
    "ㄹㅌㄾ", "ㄹㅍㄿ", "ㄹㅎㅀ", "ㅂㅅㅄ"].map((each) => [each.slice(0, 2), each[2]]),
);
const SYLLABLES = 0xac00;

// What stands in place of the last sign and the new letter; nothing where the letter begins a syllable of its own.
/** @param {string} sign @param {string} letter */
export function join(sign, letter) {
  const isVowel = VOWELS.includes(letter);
  if (FIRST.includes(sign)) return isVowel ? syllable(sign, letter) : "";
  const code = sign.codePointAt(0) - SYLLABLES;
  if (code < 0 || code >= FIRST.length * VOWELS.length * LAST.length || !(isVowel || FIRST.includes(letter))) return "";
  const last = LAST[code % LAST.length].trim();
  const vowel = VOWELS[Math.floor(code / LAST.length) % VOWELS.length];
  const first = FIRST[Math.floor(code / LAST.length / VOWELS.length)];
  return isVowel ? withVowel(first, vowel, last, letter) : withConsonant(first, vowel, last, letter);
}

// The consonant below goes over to the new vowel, of two the second one.
/** @param {string} first @param {string} vowel @param {string} last @param {string} letter */
function withVowel(first, vowel, last, letter) {
  if (!last) return DOUBLE.has(vowel + letter) ? syllable(first, DOUBLE.get(vowel + letter)) : "";
  const [stays, goes] = [...DOUBLE].find(([, both]) => both === last)?.[0] ?? ["", last];
  return FIRST.includes(goes) ? syllable(first, vowel, stays) + syllable(goes, letter) : "";
}

/** @param {string} first @param {string} vowel @param {string} last @param {string} letter */
function withConsonant(first, vowel, last, letter) {
  const below = last ? DOUBLE.get(last + letter) : letter;
  return below && LAST.includes(below) ? syllable(first, vowel, below) : "";
}

/** @param {string} first @param {string} vowel @param {string} last */
function syllable(first, vowel, last = "") {
  const place = (FIRST.indexOf(first) * VOWELS.length + VOWELS.indexOf(vowel)) * LAST.length + (last ? LAST.indexOf(last) : 0);
  return String.fromCodePoint(SYLLABLES + place);
}
