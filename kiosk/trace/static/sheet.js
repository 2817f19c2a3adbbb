// Draws the page: the form, its ruled boxes, the sample, and the boxes over all of it. Everything in millimetres.
import { at, boxes, cornerOf, data, itemNamed, itemsFor, name, same, view } from "./boxes.js";

export const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("sheet")));
const addresses = document.getElementById("addresses").dataset;
const stage = document.getElementById("stage");
const MM = 96 / 25.4;
/** @type {Record<string, string>} */
const LOOKS = { blank: "box-blank", mark: "box-mark" };
const INSET = 0.5; // so that the offer is seen beside the rule itself
let version = 0;
/** @type {Set<string>} */
let wrong = new Set();

/** @param {string} address @param {number} number */
export const numbered = (address, number) => address.replace("1.png", `${number}.png`);
/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} kind
 * @param {Record<string, string | number | boolean>} attributes
 */
const shape = (kind, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};
/** @param {Area} place @param {Record<string, string | number | boolean>} attributes */
const rect = (place, attributes) => shape("rect", { x: place[0], y: place[1], width: place[2], height: place[3], ...attributes });

const form = shape("image", {}), found = shape("g", { "aria-hidden": "true" });
const sample = shape("image", { class: "sample", "aria-hidden": "true", "pointer-events": "none" }), drawn = shape("g", {});
const rubber = shape("rect", { class: "rubber", visibility: "hidden" });
form.setAttribute("aria-hidden", "true");
svg.append(form, found, sample, drawn, rubber);

export function showPage() {
  const page = data.pages[view.page - 1];
  svg.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  svg.setAttribute("aria-label", `用紙 ${view.page}ページ目`);
  for (const image of [form, sample]) {
    image.setAttribute("width", String(page.width));
    image.setAttribute("height", String(page.height));
  }
  form.setAttribute("href", numbered(addresses.page, view.page));
  found.replaceChildren(...page.found.map((box, number) => rect([box.x + INSET, box.y + INSET, box.w - 2 * INSET, box.h - 2 * INSET], { class: "ruled", "data-found": number })));
  zoom();
  showSample();
  showBoxes();
}

export function zoom() {
  const page = data.pages[view.page - 1], wanted = document.querySelector("select[id=zoom]").value;
  const wide = stage.clientWidth - 20, tall = stage.clientHeight - 6;
  const scale = wanted === "fit" ? Math.min(wide / page.width, tall / page.height) : wanted === "wide" ? wide / page.width : MM * Number(wanted);
  svg.setAttribute("width", String(page.width * scale));
  svg.setAttribute("height", String(page.height * scale));
}

export function showSample(next = version) {
  version = next;
  sample.setAttribute("href", `${numbered(addresses.sample, view.page)}?v=${version}`);
}

/** @param {string[]} paths */
export function showWrong(paths) {
  wrong = new Set(paths);
  showBoxes();
}

export function showBoxes() {
  const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset.path : undefined;
  const shapes = boxes().flatMap((box, number) => box.page === view.page ? [one([number]), ...(box.cell ?? []).map((_, cell) => one([number, cell])), ...echoes(number)] : []);
  drawn.replaceChildren(...shapes, ...grip());
  if (focused) drawn.querySelector(`[data-path="${focused}"]`)?.focus({ preventScroll: true });
}

/** @param {BoxPath} path */
export function focusBox(path) {
  const shown = drawn.querySelector(`[data-path="${name(path)}"]`);
  shown?.focus({ preventScroll: true });
  shown?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {Area | null} place */
export function showRubber(place) {
  rubber.setAttribute("visibility", place ? "visible" : "hidden");
  if (!place) return;
  for (const [number, key] of ["x", "y", "width", "height"].entries()) rubber.setAttribute(key, String(place[number]));
}

/** @param {number} number */
export function showNear(number) {
  found.querySelector(".near")?.classList.remove("near");
  found.querySelector(`[data-found="${number}"]`)?.classList.add("near");
}

/** @param {BoxPath} path */
export function seenPlace(path) {
  const box = at(path), corner = cornerOf(path);
  return [box.at[0] + corner[0], box.at[1] + corner[1], box.at[2], box.at[3]];
}

/** @param {BoxPath} path */
export function wordsOf(path) {
  const box = at(path);
  const label = itemNamed(box.item, itemsFor(path))?.label ?? box.label;
  return `${label ? `${label}・` : ""}${data.kinds[box.kind].words}`;
}

/** @param {BoxPath} path */
function one(path) {
  const box = at(path), place = seenPlace(path);
  const kind = LOOKS[data.kinds[box.kind].look] ?? "";
  const states = [same(path, view.chosen) && "chosen", wrong.has(name(path)) && "wrong", path.length > 1 && "box-cell"].filter(Boolean);
  return rect(place, {
    class: ["box", kind, ...states].join(" "), "data-path": name(path), tabindex: 0, role: "button",
    "aria-pressed": same(path, view.chosen), "aria-label": `${wordsOf(path)}、左${place[0].toFixed(1)}、上${place[1].toFixed(1)}、幅${place[2].toFixed(1)}、高さ${place[3].toFixed(1)}ミリ${wrong.has(name(path)) ? "、直すところがあります" : ""}`,
  });
}

// Where the further rows of a repeated box lie.
/** @param {number} number */
function echoes(number) {
  const box = boxes()[number];
  if (box.kind !== "rows") return [];
  const height = box.at[3] / box.count;
  return Array.from({ length: box.count }, (_, row) => row).flatMap((row) => [
    rect([box.at[0], box.at[1] + row * height, box.at[2], height], { class: "echo" }),
    ...(row ? box.cell.map((cell) => rect([box.at[0] + cell.at[0], box.at[1] + row * height + cell.at[1], cell.at[2], cell.at[3]], { class: "echo" })) : []),
  ]);
}

function grip() {
  const box = view.chosen && at(view.chosen);
  if (!box || boxes()[view.chosen[0]].page !== view.page) return [];
  const [x, y, w, h] = seenPlace(view.chosen);
  return [[x, y], [x + w, y], [x, y + h], [x + w, y + h]].map(([cx, cy]) => shape("circle", { class: "grip", cx, cy, r: 0.9 }));
}
