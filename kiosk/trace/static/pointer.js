// Mouse, pen and finger: drag to draw, to move and to resize; a click takes a ruled box.
import { add, addCell, at, boxes, choose, data, dateSet, fresh, place, same, view } from "./boxes.js";
import { seenPlace, showNear, showRubber, svg } from "./sheet.js";

const CLICK = 1; // millimetres a pointer may wander in a click
const SNAP = 1.2;
let drag = null;

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

function go(event) {
  const here = point(event);
  drag.moved ||= Math.hypot(here[0] - drag.here[0], here[1] - drag.here[1]) > CLICK;
  if (!drag.moved) return;
  if (drag.rubber) showRubber(snapped(between(drag.here, here)));
  else place(drag.path, shifted(drag, here), drag.reason);
}

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
function rowAround(area) {
  const number = view.chosen?.[0];
  const box = number === undefined ? null : boxes()[number];
  if (box?.kind !== "rows" || box.page !== view.page) return null;
  const [x, y, w, h] = box.at;
  return area[0] >= x - 0.1 && area[0] < x + w && area[1] >= y - 0.1 && area[1] < y + h ? number : null;
}

function drawsInside(path, here) {
  return path.length === 1 && data.cellKinds.includes(view.tool) && same(path, view.chosen?.slice(0, 1)) && rowAround([...here, 0, 0]) !== null;
}

function hit(event) {
  const path = event.target.dataset?.path;
  return path ? path.split(".").map(Number) : null;
}

function point(event) {
  const seen = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [seen.x, seen.y];
}

const reach = (pixels) => pixels / svg.getScreenCTM().a;

function sidesAt([x, y, w, h], [px, py], edge) {
  const sides = [];
  if (Math.abs(px - x) < edge) sides.push("left");
  else if (Math.abs(px - x - w) < edge) sides.push("right");
  if (Math.abs(py - y) < edge) sides.push("top");
  else if (Math.abs(py - y - h) < edge) sides.push("bottom");
  return sides;
}

function shifted({ from: [x, y, w, h], here, sides }, to) {
  const dx = to[0] - here[0], dy = to[1] - here[1];
  if (!sides.length) return [x + dx, y + dy, w, h];
  const left = sides.includes("left") ? Math.min(dx, w - 1) : 0, top = sides.includes("top") ? Math.min(dy, h - 1) : 0;
  return [x + left, y + top, w - left + (sides.includes("right") ? dx : 0), h - top + (sides.includes("bottom") ? dy : 0)];
}

function between(one, other) {
  const page = data.pages[view.page - 1];
  const clamp = ([x, y]) => [Math.min(Math.max(0, x), page.width), Math.min(Math.max(0, y), page.height)];
  const [a, b] = [clamp(one), clamp(other)];
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
}

// Edges near a rule go onto it.
function snapped([x, y, w, h]) {
  const found = data.pages[view.page - 1].found;
  const across = found.flatMap((box) => [box.x, box.x + box.w]), down = found.flatMap((box) => [box.y, box.y + box.h]);
  const [left, right] = [snap(x, across), snap(x + w, across)], [top, bottom] = [snap(y, down), snap(y + h, down)];
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

function snap(value, rules) {
  let best = value, least = SNAP;
  for (const rule of rules) if (Math.abs(rule - value) < least) [best, least] = [rule, Math.abs(rule - value)];
  return best;
}

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
