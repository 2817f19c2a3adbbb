// Reads a day as people write it in one line, like forms/writtendate.py; tests/browser/test_written_date.py holds the
// two equal. The eras come from the server: [code, name, [year, month, day], began at once], newest first.

/** @typedef {[code: string, name: string, begins: Day, atOnce: boolean, words: string]} Era */
/** @typedef {[year: number, month: number, day: number]} Day  0 for an unknown month or day */
/** @typedef {{ era: string, year: number, month: number, day: number, isWestern: boolean, western?: number }} Written */
/** @typedef {{ eras: Era[], language: string, japanese: boolean, first: string, unknown: boolean, words: Record<string, string> }} DateData */

export const FIRST_YEAR = 1868;
export const LAST_YEAR = 2200;
const CODED = "MTSHR";
const DASHES = { "-": "‐‑–—―−ー", ".": "・、,," };
const BRACKETS = /\((\d{4})年?\)/;
const ABOUT = /(頃|ころ|ごろ|生まれ|生)$/;
const UNKNOWN = /(月日|月と日|日)?(は|が|も)?(不詳|不明|わからない|分からない)$/;

/** @param {Record<string, string>} found @param {string} era @returns {Written} */
const packed = (found, era, western = 0) => ({
  era,
  year: found.year === "元" ? 1 : Number(found.year),
  month: Number(found.month ?? 0),
  day: Number(found.day ?? 0),
  isWestern: !era && (found.era !== undefined || found.year.length === 4),
  western,
});

/** @param {string} text @param {Era[]} eras @returns {Written | null} */
export function parsed(text, eras) {
  let plain = text.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
  for (const [sign, others] of Object.entries(DASHES)) for (const other of others) plain = plain.replaceAll(other, sign);
  const bracketed = BRACKETS.exec(plain);
  plain = plain.replace(BRACKETS, "").replace(ABOUT, "").replace(UNKNOWN, "").replace(/[-/.]+$/, "");
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

/**
 * In both calendars, as `day_words` in kiosk/web/texts.py says it.
 * @param {Day} day @param {DateData} data
 */
export function inBoth([year, month, day], data) {
  const era = data.eras.find(([, , begins]) => last([year, month, day]) >= number(begins));
  if (!era) return "";
  const eraYear = year - era[2][0] + 1;
  /** @param {string} text @param {Record<string, string | number>} values */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const inEra = fill(data.words.era, { era: era[4], year: eraYear === 1 ? data.first : eraYear });
  if (data.japanese) {
    return `${inEra}（${year}年）${month ? `${month}月${day ? `${day}日` : "日不詳"}` : "月日不詳"}`;
  }
  /** @param {Intl.DateTimeFormatOptions} options @param {Date} moment */
  const format = (options, moment) => new Intl.DateTimeFormat(data.language, { ...options, timeZone: "UTC" }).format(moment);
  const moment = new Date(Date.UTC(year, (month || 1) - 1, day || 1));
  let western = fill(data.words.year, { year });
  if (month && day) western = format({ dateStyle: "long" }, moment);
  else if (month) western = fill(data.words.month, { month: format({ year: "numeric", month: "long" }, moment) });
  return fill(data.words.day, { day: western, era: inEra });
}
