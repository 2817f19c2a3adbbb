// Says at once, in both calendars, which day was understood; the server decides what is right.

import { dayOf, FIRST_YEAR, inBoth, inItsEra, LAST_YEAR, roughDay, simple } from "./writtendate.js";

const PARTS = ["era", "year", "month", "day"];

/** @param {HTMLElement} field @param {string} name */
const inputOf = (field, name) => /** @type {HTMLInputElement} */ (field.querySelector(`[name$=".${name}"]`));

/** @param {HTMLElement} field @param {import("./writtendate.js").DateData} data */
function understood(field, data) {
  /** @param {string} name */
  const input = (name) => inputOf(field, name).value.normalize("NFKC").trim();
  const [era, year, month, day] = PARTS.map(input);
  if (!year && !month && !day) {
    const line = /** @type {HTMLInputElement} */ (field.querySelector("[data-line]"));
    return line && roughDay(line.value, data.eras, data.unknown);
  }
  const isEra = data.eras.some(([code]) => code === era);
  const written = { era: isEra ? era : "", isWestern: !isEra, year: Number(isEra && year === "元" ? 1 : year.replace(/年$/, "")) };
  // While it is typed month and day may still be missing: the year alone is worth saying.
  const whole = { ...written, month: Number(month.replace(/月$/, "")), day: Number(day.replace(/日$/, "")) };
  const found = Object.values(whole).some(Number.isNaN) ? null : dayOf(whole, data.eras, true);
  return found && (data.unknown ? inItsEra(whole, simple(found), data.eras) : simple(found));
}

/** @param {HTMLElement[]} found */
export function start(found) {
  for (const field of found) {
    const data = JSON.parse(field.dataset.date);
    const echo = field.querySelector("[data-echo]");
    const [era, year] = [inputOf(field, "era"), inputOf(field, "year")];
    const show = () => {
      const day = understood(field, data);
      const text = day && inBoth(day, data);
      echo.textContent = text ? `＝ ${text}` : "";
    };
    const complete = () => {
      const western = Number(year.value.normalize("NFKC"));
      if (western >= FIRST_YEAR && western <= LAST_YEAR && era.value !== "AD") era.value = "AD";
      show();
    };
    year.addEventListener("change", complete);
    field.addEventListener("input", show);
    complete();
  }
}
