// A reading in katakana for a name in Latin letters, as a proposal: nobody can know how a person says their own name, but
// something to correct is easier than something to invent. Names that are common in Japan are known; the rest by syllables.

const KNOWN = {
  nguyen: "グエン", tran: "チャン", pham: "ファム", phan: "ファン", huynh: "フイン", hoang: "ホアン", vu: "ヴー", vo: "ヴォー",
  dang: "ダン", bui: "ブイ", do: "ドー", ho: "ホー", ngo: "ゴー", duong: "ズオン", ly: "リー", le: "レ", thi: "ティ", van: "ヴァン",
  anh: "アイン", minh: "ミン", thanh: "タイン", linh: "リン", ngoc: "ゴック", duc: "ドゥック", quang: "クアン", thuy: "トゥイ",
  maria: "マリア", dos: "ドス", das: "ダス", santos: "サントス", silva: "シルバ", souza: "ソウザ", jose: "ジョゼ", joao: "ジョアン",
  john: "ジョン", james: "ジェームズ", michael: "マイケル", david: "デイビッド", mary: "メアリー", smith: "スミス",
  kumar: "クマール", sharma: "シャルマ", shrestha: "シュレスタ", gurung: "グルン", tamang: "タマン", rai: "ライ", bahadur: "バハドゥル",
  wang: "ワン", zhang: "チャン", chen: "チェン", liu: "リュウ", yang: "ヤン", huang: "ファン", zhao: "チャオ", kim: "キム", lee: "イ",
  park: "パク", choi: "チェ", aung: "アウン", kyaw: "チョー", thein: "テイン", win: "ウィン", reyes: "レイエス", cruz: "クルス",
};

// Each row is said with a, i, u, e, o.
const ROWS = {
  "": "ア イ ウ エ オ", k: "カ キ ク ケ コ", kh: "カ キ ク ケ コ", c: "カ シ ク セ コ", q: "クァ クィ ク クェ クォ",
  s: "サ シ ス セ ソ", x: "サ シ ス セ ソ", sh: "シャ シ シュ シェ ショ", t: "タ ティ トゥ テ ト", th: "タ ティ トゥ テ ト",
  ts: "ツァ ツィ ツ ツェ ツォ", ch: "チャ チ チュ チェ チョ", n: "ナ ニ ヌ ネ ノ", nh: "ニャ ニ ニュ ニェ ニョ", ny: "ニャ ニ ニュ ニェ ニョ",
  h: "ハ ヒ フ ヘ ホ", f: "ファ フィ フ フェ フォ", ph: "ファ フィ フ フェ フォ", m: "マ ミ ム メ モ", y: "ヤ イ ユ イェ ヨ",
  r: "ラ リ ル レ ロ", l: "ラ リ ル レ ロ", w: "ワ ウィ ウ ウェ ウォ", g: "ガ ギ グ ゲ ゴ", gh: "ガ ギ グ ゲ ゴ", ng: "ガ ギ グ ゲ ゴ",
  z: "ザ ジ ズ ゼ ゾ", j: "ジャ ジ ジュ ジェ ジョ", d: "ダ ディ ドゥ デ ド", dh: "ダ ディ ドゥ デ ド", b: "バ ビ ブ ベ ボ", bh: "バ ビ ブ ベ ボ",
  p: "パ ピ プ ペ ポ", v: "ヴァ ヴィ ヴ ヴェ ヴォ", ky: "キャ キ キュ キェ キョ", ry: "リャ リ リュ リェ リョ", my: "ミャ ミ ミュ ミェ ミョ",
  by: "ビャ ビ ビュ ビェ ビョ", py: "ピャ ピ ピュ ピェ ピョ", hy: "ヒャ ヒ ヒュ ヒェ ヒョ", gy: "ギャ ギ ギュ ギェ ギョ",
};

// What stands alone, before another consonant or at the end.
const ALONE = {
  n: "ン", ng: "ン", nh: "ン", m: "ム", t: "ト", th: "ス", k: "ク", ck: "ック", c: "ク", q: "ク", ch: "チ", p: "プ", b: "ブ", d: "ド",
  g: "グ", gh: "グ", f: "フ", ph: "フ", v: "ヴ", s: "ス", ts: "ツ", x: "クス", z: "ズ", sh: "シュ", j: "ジ", l: "ル", r: "ル", h: "",
  y: "イ", w: "ウ", kh: "ク", dh: "ド", bh: "ブ",
};

const VOWELS = "aiueo";
const ONSETS = Object.keys({ ...ROWS, ...ALONE }).sort((one, other) => other.length - one.length);

export const LATIN = /^[\p{Script=Latin}\p{M}' .-]+$/u;

/** @param {string} word small letters without marks */
function spell(word) {
  const known = /** @type {Record<string, string>} */ (KNOWN)[word];
  if (known) return known;
  let rest = word.replace(/([^aiueo])\1+/g, "$1");
  let said = "";
  while (rest) {
    const onset = ONSETS.find((each) => rest.startsWith(each));
    const after = rest.slice(onset.length);
    const place = VOWELS.indexOf(after[0] ?? "?");
    const isY = after[0] === "y" && !VOWELS.includes(after[1] ?? "?");
    const row = /** @type {Record<string, string>} */ (ROWS)[onset];
    if (row && (place >= 0 || (isY && onset))) {
      said += row.split(" ")[isY ? 1 : place];
      rest = after.slice(1);
    } else if (onset) {
      said += /** @type {Record<string, string>} */ (ALONE)[onset] ?? "";
      rest = after;
    } else {
      rest = rest.slice(1);
    }
  }
  return said;
}

/** @param {string} name @returns {string} */
export function propose(name) {
  const plain = name.replace(/[đĐ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/[^a-z]+/).filter(Boolean);
  return words.map(spell).join("　");
}
