// Mouse, pen and finger: drag to draw, to move and to resize; a click takes a ruled box.
import { add, addCell, at, boxes, choose, data, dateSet, fresh, place, same, view } from "./boxes.js";
import { seenPlace, showNear, showRubber, svg } from "./sheet.js";

const CLICK = 1; // millimetres a pointer may wander in a click
const SNAP = 1.2;
/** @type {Drag | null} */
let drag = null;

/** @param {(made: boolean) => void} onMade */
export function start(onMade) {
  svg.addEventListener("pointerdown", (event) => begin(event));
  svg.addEventListener("pointermove", (event) => (drag ? go(event) : showNear(view.tool === "select" ? -1 : nearest(point(event)))));
  svg.addEventListener("pointerup", (event) => end(event, onMade));
  svg.addEventListener("pointercancel", () => cancel());
}

export function cancel() {
  drag = null;
  showRubber(null);
}

/** @param {PointerEvent} event */
function begin(event) {
  if (event.button !== 0) return;
  const here = point(event), path = hit(event);
  const edge = event.pointerType === "touch" ? reach(14) : reach(7);
  if (path && !drawsInside(path, here)) {
    const sides = same(path, view.chosen) ? sidesAt(seenPlace(path), here, edge) : [];
    choose(path);
    drag = { path, here, from: [...at(path).at], sides, moved: false, reason: `drag ${Date.now()}` };
  } else if (view.tool !== "select") {
    drag = { here, rubber: true, moved: false };
  } else {
    choose(null);
    return;
  }
  svg.setPointerCapture(event.pointerId);
  event.preventDefault();
}

/** @param {PointerEvent} event */
function go(event) {
  const here = point(event);
  drag.moved ||= Math.hypot(here[0] - drag.here[0], here[1] - drag.here[1]) > CLICK;
  if (!drag.moved) return;
  if (drag.rubber) showRubber(snapped(between(drag.here, here)));
  else place(drag.path, shifted(drag, here), drag.reason);
}

/** @param {PointerEvent} event @param {(made: boolean) => void} onMade */
function end(event, onMade) {
  if (!drag) return;
  const done = drag, here = point(event);
  cancel();
  if (!done.rubber) {
    if (!done.moved) onMade(false);
    return;
  }
  const number = nearest(here), page = data.pages[view.page - 1];
  if (!done.moved && number < 0) return choose(null);
  const ruled = done.moved ? null : page.found[number];
  make(ruled ? [ruled.x, ruled.y, ruled.w, ruled.h] : snapped(between(done.here, here)), ruled);
  onMade(true);
}

// What a drawn place becomes: the chosen kind, or what the ruled box looks like.
/** @param {Area} area @param {RuledBox | null} ruled */
export function make(area, ruled) {
  let kind = view.tool === "select" ? "text" : view.tool;
  if (kind === "date") return add(dateSet(area, view.page));
  if (ruled && kind === "text") kind = { comb: "comb", square: "tick" }[ruled.kind] ?? "text";
  const box = fresh(kind, area, view.page);
  if (ruled?.kind === "comb" && kind === "comb") box.cells = ruled.cells;
  const outer = rowAround(area);
  if (outer === null || !data.cellKinds.includes(kind)) return add([box]);
  const [x, y, , h] = boxes()[outer].at, height = h / boxes()[outer].count;
  box.at = [area[0] - x, (area[1] - y) % height, area[2], Math.min(area[3], height)].map((each) => Math.max(0, Math.round(each * 10) / 10));
  return addCell(outer, box);
}

// The chosen repeated box, if the area begins in it: then it is a cell of its row.
/** @param {Area} area */
function rowAround(area) {
  const number = view.chosen?.[0];
  const box = number === undefined ? null : boxes()[number];
  if (box?.kind !== "rows" || box.page !== view.page) return null;
  const [x, y, w, h] = box.at;
  return area[0] >= x - 0.1 && area[0] < x + w && area[1] >= y - 0.1 && area[1] < y + h ? number : null;
}

/** @param {BoxPath} path @param {number[]} here */
function drawsInside(path, here) {
  return path.length === 1 && data.cellKinds.includes(view.tool) && same(path, view.chosen?.slice(0, 1)) && rowAround([...here, 0, 0]) !== null;
}

/** @param {PointerEvent} event */
function hit(event) {
  const path = event.target instanceof SVGElement ? event.target.dataset.path : undefined;
  return path ? path.split(".").map(Number) : null;
}

/** @param {PointerEvent} event */
function point(event) {
  const seen = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [seen.x, seen.y];
}

/** @param {number} pixels */
const reach = (pixels) => pixels / svg.getScreenCTM().a;

/** @param {Area} area @param {number[]} spot @param {number} edge */
function sidesAt([x, y, w, h], [px, py], edge) {
  const sides = [];
  if (Math.abs(px - x) < edge) sides.push("left");
  else if (Math.abs(px - x - w) < edge) sides.push("right");
  if (Math.abs(py - y) < edge) sides.push("top");
  else if (Math.abs(py - y - h) < edge) sides.push("bottom");
  return sides;
}

/** @param {Drag} drag @param {number[]} to */
function shifted({ from: [x, y, w, h], here, sides }, to) {
  const dx = to[0] - here[0], dy = to[1] - here[1];
  if (!sides.length) return [x + dx, y + dy, w, h];
  const left = sides.includes("left") ? Math.min(dx, w - 1) : 0, top = sides.includes("top") ? Math.min(dy, h - 1) : 0;
  return [x + left, y + top, w - left + (sides.includes("right") ? dx : 0), h - top + (sides.includes("bottom") ? dy : 0)];
}

/** @param {number[]} one @param {number[]} other */
function between(one, other) {
  const page = data.pages[view.page - 1];
  /** @param {number[]} spot */
  const clamp = ([x, y]) => [Math.min(Math.max(0, x), page.width), Math.min(Math.max(0, y), page.height)];
  const [a, b] = [clamp(one), clamp(other)];
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
}

// Edges near a rule go onto it.
/** @param {Area} area */
function snapped([x, y, w, h]) {
  const found = data.pages[view.page - 1].found;
  const across = found.flatMap((box) => [box.x, box.x + box.w]), down = found.flatMap((box) => [box.y, box.y + box.h]);
  const [left, right] = [snap(x, across), snap(x + w, across)], [top, bottom] = [snap(y, down), snap(y + h, down)];
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

/** @param {number} value @param {number[]} rules */
function snap(value, rules) {
  let best = value, least = SNAP;
  for (const rule of rules) if (Math.abs(rule - value) < least) [best, least] = [rule, Math.abs(rule - value)];
  return best;
}

/** @param {number[]} spot */
function nearest([x, y]) {
  let best = -1, least = Infinity;
  data.pages[view.page - 1].found.forEach((box, number) => {
    const inside = x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
    // A row of comb cells counts before its single cells.
    const area = box.kind === "comb" ? 0 : box.w * box.h;
    if (inside && area < least) [best, least] = [number, area];
  });
  return best;
}
