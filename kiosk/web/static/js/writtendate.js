// Reads a day as people write it in one line, like forms/writtendate.py; tests/browser/test_written_date.py holds the
// two equal. The eras come from the server: [code, name, [year, month, day], began at once], newest first.

/** @typedef {[code: string, name: string, begins: Day, atOnce: boolean, words: string]} Era */
/** @typedef {[year: number, month: number, day: number]} Day  0 for an unknown month or day */
/** @typedef {{ era: string, year: number, month: number, day: number, isWestern: boolean, western?: number }} Written */
/** @typedef {{ first: Day, last: Day | null, estimated: boolean, about: boolean, lastAbout: boolean, words?: string }} RoughDay  no year: nothing is known; words: the register's own */
/** @typedef {{ eras: Era[], language: string, japanese: boolean, first: string, unknown: boolean, words: Record<string, string> }} DateData */

export const FIRST_YEAR = 1868;
export const LAST_YEAR = 2200;
const CODED = "MTSHR";
const DASHES = { "-": "‐‑–—―−ー", ".": "・、,," };
const BRACKETS = /\((\d{4})年?\)/;
const MOST_SIGNS = 80;
const ABOUT = /(頃|ころ|ごろ)$/;
const BORN = /(生まれ|生)$/;
const ESTIMATED = /^\(?推定\)?|\(?推定\)?$/;
const TIME = /(午前|午後)?\d{1,2}時(\d{1,2}分|半)?(頃|ころ|ごろ)?/g;
const TO = /(までの間|まで|の間|間)$/;
const FROM = /から|[~〜]/;
const END = /^(?:同年)?(?:(?<month>\d{1,2})[月/.-]|同月)?(?:(?<day>\d{1,2})日?)?$/;
const NOTHING = /^(生年月日|年月日)?(は|が|も)?(不詳|不明|わからない|分からない)$/;
const UNKNOWN = /(月日|月と日|日)?(は|が|も)?(不詳|不明|わからない|分からない)$/;

const SPACED = /(\d{1,4})\s+(\d{1,2})\s+(\d{1,2})(?!\d)/g;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const MONTH = `(?<month>${MONTHS.join("|")})[A-Z]{0,6}\\.?`;
const DAY_IN_MONTH = "(?<day>\\d{1,2})(?:ST|ND|RD|TH)?";
const MONTH_FIRST = new RegExp(`^\\s*${MONTH}\\s*${DAY_IN_MONTH}\\s*,?\\s+(?<year>\\d{4})\\s*$`);
const DAY_FIRST = new RegExp(`^\\s*${DAY_IN_MONTH}\\s*${MONTH}\\s*,?\\s*(?<year>\\d{4})\\s*$`);
const WEEKDAY = /\([月火水木金土日](?:曜日?)?\)|[月火水木金土日]曜日?/g;
const KANJI_NUMBER = /[〇○零一二三四五六七八九十百千壱弐参拾廿卅]+/g;
/** @type {Record<string, number>} */
const DIGITS = { ...Object.fromEntries([..."〇一二三四五六七八九"].map((sign, digit) => [sign, digit])), "○": 0, 零: 0, 壱: 1, 弐: 2, 参: 3 };
/** @type {Record<string, number>} */
const TIMES = { 十: 10, 拾: 10, 廿: 20, 卅: 30, 百: 100, 千: 1000 };

const RECORDED = /\(?(記載|戸籍|住民票|登録|原文)の(とおり|通り|まま)\)?$/;
const TENS = /^(?<month>.+月)(?<tens>[上中下]旬)(?<about>頃|ころ|ごろ)?$/;
const TENS_END = /^(?:同年)?(?:(?<month>\d{1,2})月|同月)?(?<tens>[上中下]旬)(?<about>頃|ころ|ごろ)?$/;
/** @type {Record<string, [first: number, longest: number]>} */
const OLDER_ERAS = {
  慶応: [1865, 4], 慶應: [1865, 4], 元治: [1864, 2], 文久: [1861, 4], 万延: [1860, 2], 安政: [1854, 7], 嘉永: [1848, 7],
  弘化: [1844, 5], 天保: [1830, 15], 文政: [1818, 13], 文化: [1804, 15], 享和: [1801, 4], 寛政: [1789, 13],
};
const OLDER = new RegExp(
  `^(?<era>${Object.keys(OLDER_ERAS).join("|")})(?<year>元|\\d{1,2})年?` +
    "(?:(?<month>(?<leap>閏)?(?<number>\\d{1,2})月)(?<day>\\d{1,2}日|日不詳|[上中下]旬)?|月日不詳)?(?<about>頃|ころ|ごろ)?$",
);

/** @param {Record<string, string>} found @param {string} era @returns {Written} */
const packed = (found, era, western = 0) => ({
  era,
  year: found.year === "元" ? 1 : Number(found.year),
  month: Number(found.month ?? 0),
  day: Number(found.day ?? 0),
  isWestern: !era && (found.era !== undefined || found.year.length === 4),
  western,
});

/** @param {string} text */
function plainOf(text) {
  const short = [...text].length > MOST_SIGNS ? "" : text.normalize("NFKC").toUpperCase();
  let plain = withNumberedMonth(short).replace(SPACED, "$1.$2.$3").replace(/\s+/g, "");
  for (const [sign, others] of Object.entries(DASHES)) for (const other of others) plain = plain.replaceAll(other, sign);
  return plain.replace(KANJI_NUMBER, figures).replace(WEEKDAY, "").replace(BORN, "");
}

/** `5 JUL 1960` and `JULY 5, 1960` as `1960-7-5`. @param {string} text */
function withNumberedMonth(text) {
  const found = (MONTH_FIRST.exec(text) ?? DAY_FIRST.exec(text))?.groups;
  return found ? `${found.year}-${MONTHS.indexOf(found.month) + 1}-${found.day}` : text;
}

/** 三十五 as 35, 二〇二六 as 2026. @param {string} signs */
function figures(signs) {
  if (![...signs].some((sign) => sign in TIMES)) return [...signs].map((sign) => DIGITS[sign]).join("");
  let [whole, waiting] = [0, /** @type {number | null} */ (null)];
  for (const sign of signs) {
    if (sign in DIGITS) waiting = (waiting ?? 0) * 10 + DIGITS[sign];
    else [whole, waiting] = [whole + TIMES[sign] * (waiting ?? 1), null];
  }
  return String(whole + (waiting ?? 0));
}

/**
 * The day in the text, in the register's words where they may stand; null where the server would refuse it.
 * @param {string} text @param {Era[]} eras @param {boolean} unknownDay @returns {RoughDay | null}
 */
export function roughDay(text, eras, unknownDay) {
  const plain = plainOf(text);
  if (!unknownDay) return simple(dayOf(parsed(plain.replace(ABOUT, ""), eras), eras, false));
  if (NOTHING.test(plain)) return simple([0, 0, 0]);
  const own = ofOlderEra(plain);
  if (own) return own;
  if (RECORDED.test(plain)) return recorded(plain.replace(RECORDED, ""), eras);
  const said = plain.replace(ESTIMATED, "");
  const rest = said.replace(TIME, "");
  const from = FROM.exec(rest);
  const start = from ? rest.slice(0, from.index) : rest;
  const end = from ? rest.slice(from.index + from[0].length).replace(TO, "") : "";
  const tens = TENS.exec(start);
  if (tens) return inTens(tens.groups, end, said === plain ? "" : "推定", eras);
  const written = parsed(start.replace(ABOUT, ""), eras);
  const day = dayOf(written, eras, true);
  const lastDay = day && end ? endOf(end.replace(ABOUT, ""), day, eras) : null;
  if (!day || (end && (!lastDay || number(lastDay) <= number(day)))) return null;
  const rough = { first: day, last: lastDay, estimated: said !== plain, about: ABOUT.test(start), lastAbout: ABOUT.test(end) };
  return inItsEra(written, rough, eras);
}

/** @param {Day} first @param {string} words @returns {RoughDay} */
const worded = (first, words) => ({ ...simple(first), words });
/** @param {number} year */
const yearWords = (year) => (year === 1 ? "元" : String(year));
/** @param {Written} written @param {Era[]} eras */
const yearOf = ({ era, year }, eras) => `${era ? eras.find(([code]) => code === era)[1] + yearWords(year) : year}年`;

/** @param {string} plain @returns {RoughDay | null} */
function ofOlderEra(plain) {
  const found = OLDER.exec(plain)?.groups;
  if (!found) return null;
  const [first, longest] = OLDER_ERAS[found.era];
  const year = found.year === "元" ? 1 : Number(found.year);
  const day = (found.day ?? "").replace(/日$/, "");
  const isNumber = /^\d+$/.test(day);
  const month = Number(found.number ?? 1);
  if (year < 1 || year > longest || month < 1 || month > 12) return null;
  if (isNumber && (Number(day) < 1 || Number(day) > 30)) return null;
  let rest = found.about ? "" : "月日不詳";
  if (found.month) rest = isNumber ? `${Number(day)}日` : day || (found.about ? "" : "日不詳");
  const months = found.month ? `${found.leap ?? ""}${month}月` : "";
  return worded([first + year - 1, 0, 0], `${found.era}${yearWords(year)}年${months}${rest}${found.about ? "頃" : ""}`);
}

/** A day the register has and no calendar: 昭和30年2月30日. @param {string} plain @param {Era[]} eras */
function recorded(plain, eras) {
  const written = parsed(plain, eras);
  const day = dayOf(written, eras, true);
  if (day) return inItsEra(written, simple(day), eras);
  if (!written || written.day < 1 || written.day > 31) return null;
  const month = dayOf({ ...written, day: 0 }, eras, true);
  if (!month?.[1] || written.day <= daysIn(month[0], month[1])) return null;
  return worded([month[0], month[1], daysIn(month[0], month[1])], `${yearOf(written, eras)}${written.month}月${written.day}日`);
}

/** @param {Record<string, string>} found @param {string} end @param {string} estimated @param {Era[]} eras */
function inTens(found, end, estimated, eras) {
  const written = parsed(found.month, eras);
  const month = dayOf(written, eras, true);
  const to = end ? TENS_END.exec(end)?.groups : found;
  if (!month?.[1] || month[2] || !to) return null;
  const lastMonth = end ? Number(to.month ?? 0) : 0;
  if (lastMonth > 12) return null;
  /** @param {number} number @param {string} tens @returns {Day} */
  const lastOf = (number, tens) => [month[0], number, { 上旬: 10, 中旬: 20 }[tens] ?? daysIn(month[0], number)];
  const [first, last] = [lastOf(month[1], found.tens), lastOf(lastMonth || month[1], to.tens)];
  let words = `${estimated}${yearOf(written, eras)}${month[1]}月${found.tens}${found.about ? "頃" : ""}`;
  if (end) words += `から${lastMonth ? `${lastMonth}月` : ""}${to.tens}${to.about ? "頃" : ""}までの間`;
  return number(last) < number(first) || (end && number(last) === number(first)) ? null : worded(last, words);
}

/**
 * A day in the era it was written in, where a newer one began in that time: 昭和64年, 大正15年12月25日.
 * @param {Written} written @param {RoughDay} rough @param {Era[]} eras
 */
export function inItsEra(written, rough, eras) {
  const [year, month, day] = rough.first;
  if (!written.era || rough.last || eraOf(rough.first, eras)[0] === written.era) return rough;
  let known = month ? `${month}月` : "";
  if (day) known += `${day}日`;
  else if (!rough.about) known += month ? "日不詳" : "月日不詳";
  const words = `${rough.estimated ? "推定" : ""}${yearOf(written, eras)}${known}${rough.about ? "頃" : ""}`;
  return worded([year, month, day], words);
}

/** @param {Day | null} day @returns {RoughDay | null} */
export const simple = (day) => day && { first: day, last: null, estimated: false, about: false, lastAbout: false };

/** @param {string} plain @param {Day} from @param {Era[]} eras */
function endOf(plain, [year, month], eras) {
  const found = END.exec(plain)?.groups;
  if (!found || plain === "") return dayOf(parsed(plain, eras), eras, true);
  const written = { era: "", year, month: Number(found.month ?? month), day: Number(found.day ?? 0), isWestern: true };
  return dayOf(written, eras, true);
}

/** @param {string} text @param {Era[]} eras @returns {Written | null} */
export function parsed(text, eras) {
  let plain = plainOf(text);
  const bracketed = BRACKETS.exec(plain);
  plain = plain.replace(BRACKETS, "").replace(UNKNOWN, "").replace(/[-/.]+$/, "");
  const coded = /^(?<era>[1-5])(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})$/.exec(plain);
  if (coded) return packed({ ...coded.groups }, CODED[Number(coded.groups.era) - 1]);
  const words = [...eras.flatMap(([code, name]) => [name, name[0], code]), "西暦", "AD"].join("|");
  const found =
    new RegExp(`^(?<era>${words})?(?<year>\\d{2}|\\d{4})(?<month>\\d{2})(?<day>\\d{2})$`).exec(plain) ??
    new RegExp(
      `^(?<era>${words})?\\.?(?<year>元|\\d{1,4})(?:年|[-/.]|$)(?:(?<month>\\d{1,2})(?:月|[-/.]|$)(?:(?<day>\\d{1,2})日?)?)?$`,
    ).exec(plain);
  if (!found || (found.groups.era === undefined && found.groups.year === "元")) return null;
  const era = eras.find(([code, name]) => [code, name, name[0]].includes(found.groups.era))?.[0] ?? "";
  return packed(found.groups, era, bracketed && era ? Number(bracketed[1]) : 0);
}

/** @param {number} year @param {number} month */
const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** @param {Day} day */
const number = ([year, month, day]) => year * 10000 + month * 100 + day;
/** @param {Day} day */
const last = ([year, month, day]) => number([year, month || 12, day || daysIn(year, month || 12)]);
/** @param {Day} day */
const first = ([year, month, day]) => number([year, month || 1, day || 1]);

/** @param {number} position @param {Day} day @param {Era[]} eras */
function isIn(position, day, eras) {
  const following = eras[position - 1];
  const begun = last(day) >= number(eras[position][2]);
  if (!following) return begun;
  const [, , begins, atOnce] = following;
  return begun && (atOnce ? first(day) <= number(begins) : first(day) < number(begins));
}

/**
 * The day, or null where the server would refuse it.
 * @param {Written | null} written @param {Era[]} eras @param {boolean} unknownDay @returns {Day | null}
 */
export function dayOf(written, eras, unknownDay) {
  if (!written || (!written.era && !written.isWestern)) return null;
  const position = eras.findIndex(([code]) => code === written.era);
  const year = position < 0 ? written.year : eras[position][2][0] + written.year - 1;
  const { month, day } = written;
  if (written.year < 1 || year < FIRST_YEAR || year > LAST_YEAR || (written.western && written.western !== year)) return null;
  if (!unknownDay && !(month && day)) return null;
  if (month > 12 || (!month && day) || (day && day > daysIn(year, month))) return null;
  if (position >= 0 && !isIn(position, [year, month, day], eras)) return null;
  return [year, month, day];
}

/** @param {string} text @param {Record<string, string | number>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {Day} day @param {Era[]} eras */
const eraOf = (day, eras) => eras.find(([, , begins]) => last(day) >= number(begins));

/**
 * In both calendars, as `day_words` in kiosk/web/questions.py says it.
 * @param {RoughDay} rough @param {DateData} data
 */
export function inBoth(rough, data) {
  const { first: day, last: end, estimated, about, lastAbout } = rough;
  if (rough.words) return rough.words;
  if (!day[0]) return data.words.nothing;
  if (!eraOf(day, data.eras)) return "";
  const isWorded = estimated || about || end !== null;
  if (data.japanese) return inJapanese(rough, isWorded, data);
  const said = oneDay(day, about, isWorded, data);
  const both = end ? fill(data.words.range, { first: said, last: oneDay(end, lastAbout, true, data) }) : said;
  return estimated ? fill(data.words.estimated, { day: both }) : both;
}

/** @param {Day} day @param {DateData} data */
function yearInBoth(day, data) {
  const era = eraOf(day, data.eras);
  const eraYear = day[0] - era[2][0] + 1;
  return fill(data.words.era, { era: era[4], year: eraYear === 1 ? data.first : eraYear });
}

/** @param {RoughDay} rough @param {boolean} isWorded @param {DateData} data */
function inJapanese({ first: day, last: end, estimated, about, lastAbout }, isWorded, data) {
  /** @param {Day} each */
  const yearOf = (each) => `${yearInBoth(each, data)}（${each[0]}年）`;
  const [, month, date] = day;
  if (!isWorded) return `${yearOf(day)}${month ? `${month}月${date ? `${date}日` : "日不詳"}` : "月日不詳"}`;
  /** @param {number} month @param {number} date */
  const known = (month, date) => (month ? `${month}月` : "") + (date ? `${date}日` : "");
  let text = yearOf(day) + known(month, date) + (about ? "頃" : "");
  if (end) {
    const isShort = yearOf(end) === yearOf(day);
    const to = isShort && end[1] === month ? `${end[2]}日` : (isShort ? "" : yearOf(end)) + known(end[1], end[2]);
    text += `から${to}${lastAbout ? "頃" : ""}までの間`;
  }
  return (estimated ? "推定" : "") + text;
}

/** @param {Day} day @param {boolean} isAbout @param {boolean} isWorded @param {DateData} data */
function oneDay([year, month, day], isAbout, isWorded, data) {
  /** @param {Intl.DateTimeFormatOptions} options */
  const format = (options) => new Intl.DateTimeFormat(data.language, { ...options, timeZone: "UTC" }).format(moment);
  const moment = new Date(Date.UTC(year, (month || 1) - 1, day || 1));
  let western = isWorded ? format({ year: "numeric" }) : fill(data.words.year, { year });
  if (month && day) western = format({ dateStyle: "long" });
  else if (month && isWorded) western = format({ year: "numeric", month: "long" });
  else if (month) western = fill(data.words.month, { month: format({ year: "numeric", month: "long" }) });
  const said = fill(data.words.day, { day: western, era: yearInBoth([year, month, day], data) });
  return isAbout ? fill(data.words.about, { day: said }) : said;
}
