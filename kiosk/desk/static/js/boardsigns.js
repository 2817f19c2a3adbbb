// The signs on the keys of the board, 五十音 as the panels of cash machines have it, and the signs a mark makes of others.

const KANA = [
  "わをん・。", "らりるれろ", "や　ゆ　よ", "まみむめも", "はひふへほ",
  "なにぬねの", "たちつてと", "さしすせそ", "かきくけこ", "あいうえお",
];
// The keys of languages with a script of their own, where words are searched in it: 두벌식 for Korean, the alphabets in their order
// for Nepali and Burmese. Vowel signs and what joins signs stand last.
/** @type {Record<string, string>} */
const OWN = {
  hangul: "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅒㅋㅌㅊㅍㅠㅜㅡㅖㅃㅉㄸㄲㅆ",
  devanagari:
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहअआइईउऊऋएऐओऔ" +
    "ािीुूृेैोौ्ंःँ०१२३४५६७८९",
  myanmar:
    "ကခဂဃငစဆဇဈညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအဣဥဧဩ" +
    "ျြွှာါိီုူေဲံ့း်္၀၁၂၃၄၅၆၇၈၉",
};
/** @type {Record<string, string[]>} */
const OWN_OF = { ko: ["hangul", "한글"], ne: ["devanagari", "नेपाली"], my: ["myanmar", "မြန်မာ"] };
const LATIN = ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM.' "];

// Each sign is followed by the one the key makes of it, and that one turns back into the first.
export const VOICED = "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボ";
export const HALF_VOICED = "はぱひぴふぷへぺほぽばぱびぴぶぷべぺぼぽハパヒピフプヘペホポバパビピブプベペボポ";
export const SMALL = "あぁいぃうぅえぇおぉつっやゃゆゅよょわゎアァイィウゥエェオォツッヤャユュヨョワヮ";

// The keys for the script of a language, and what they are called; none where kana and Latin letters are enough.
/** @param {string} language */
export function ownKeys(language) {
  return OWN_OF[language] ?? [];
}

/** @param {string} mode */
export function isOwn(mode) {
  return mode in OWN;
}

/** @param {string} mode */
export function signsOf(mode) {
  if (isOwn(mode)) return [...OWN[mode]];
  if (mode === "digits") return ["1", "2", "3", "4", "5", "6", "7", "8", "9", "　", "0"];
  if (mode === "dashes") return ["1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "0"];
  if (mode === "latin") return [...LATIN.join("")];
  const kana = [...KANA.join("")];
  return mode === "kata" ? kana.map(katakana) : kana;
}

/** @param {string} sign @param {string} pairs */
export function other(sign, pairs) {
  const found = pairs.indexOf(sign);
  if (!sign || found < 0) return sign;
  return found % 2 === 0 ? pairs[found + 1] : pairs[found - 1];
}

/** @param {string} sign */
function katakana(sign) {
  const code = sign.codePointAt(0);
  return code >= 0x3041 && code <= 0x3096 ? String.fromCodePoint(code + 0x60) : sign;
}
