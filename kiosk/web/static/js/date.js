// Shows the western year of an era year while it is typed, and the era year of a western one.

/** @typedef {{ western: string, eraYear: string, eras: Record<string, string> }} EraWords */

/** @type {Record<string, [number, number, number]>} */
const begins = { R: [2019, 5, 1], H: [1989, 1, 8], S: [1926, 12, 25], T: [1912, 7, 30], M: [1868, 9, 8] };

/** @param {string} text */
const digits = (text) => text.normalize("NFKC").trim();
/** @param {string} text */
const whole = (text) => (/^\d{1,4}$/.test(digits(text)) ? Number(digits(text)) : null);

/** @param {number} year @param {number | null} month @param {number | null} day */
function eraOf(year, month, day) {
  const moment = year * 10000 + (month ?? 12) * 100 + (day ?? 31);
  return Object.entries(begins).find(([, [y, m, d]]) => moment >= y * 10000 + m * 100 + d);
}

/**
 * @param {string} era
 * @param {string} typedYear
 * @param {number | null} month
 * @param {number | null} day
 * @param {EraWords} words
 */
function echo(era, typedYear, month, day, words) {
  const year = era && digits(typedYear) === "元" ? 1 : whole(typedYear);
  if (year === null || year < 1) return "";
  if (begins[era]) return words.western.replace("{}", String(begins[era][0] + year - 1));
  if (year < 1868) return "";
  const found = eraOf(year, month, day);
  if (!found) return "";
  const eraYear = year - found[1][0] + 1;
  return words.eraYear.replace("{era}", words.eras[found[0]]).replace("{}", eraYear === 1 ? "元" : String(eraYear));
}

/** @param {HTMLElement[]} found */
export function start(found) {
  for (const field of found) {
    /** @param {string} name */
    const part = (name) => /** @type {HTMLInputElement} */ (field.querySelector(`[name$=".${name}"]`));
    const [era, year, month, day] = ["era", "year", "month", "day"].map(part);
    const words = {
      western: field.dataset.westernWords,
      eraYear: field.dataset.eraYearWords,
      eras: Object.fromEntries(field.dataset.eraWords.split(";").filter(Boolean).map((pair) => pair.split("="))),
    };
    const show = () => {
      const text = echo(era.value, year.value, whole(month.value), whole(day.value), words);
      field.querySelector("[data-echo]").textContent = text && `＝ ${text}`;
    };
    year.addEventListener("change", () => {
      if ((whole(year.value) ?? 0) > 1867 && era.value !== "AD") era.value = "AD";
      show();
    });
    field.addEventListener("input", show);
    show();
  }
}
