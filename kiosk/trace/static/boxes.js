// The boxes, which one is chosen, and what can be undone. A path is [3], or [3, 1] for a cell in the row of box 3.

/** @type {TraceData} */
export const data = JSON.parse(document.getElementById("data").textContent);
const MOST_STEPS = 200;
const TOGETHER = 800; // milliseconds: key presses in a row are one step back

/** @type {TraceState} */
const state = { title: data.title, boxes: data.boxes };
/** @type {string[]} */
const before = [];
/** @type {string[]} */
const after = [];
/** @type {((what: string) => void)[]} */
const listeners = [];
let lastReason = "", lastTime = 0;

/** @type {{ page: number, chosen: BoxPath | null, tool: string, dirty: boolean }} */
export const view = { page: 1, chosen: null, tool: "text", dirty: false };
export const boxes = () => state.boxes;
export const title = () => state.title;
/** @param {BoxPath} path */
export const name = (path) => path.join(".");
/** @param {BoxPath | null} one @param {BoxPath | null} other */
export const same = (one, other) => Boolean(one && other) && name(one) === name(other);
/** @param {(what: string) => void} listener */
export const listen = (listener) => listeners.push(listener);
/** @param {string} what */
export const tell = (what) => { for (const listener of listeners) listener(what); };
export const canUndo = () => before.length > 0;
export const canRedo = () => after.length > 0;

/** @param {BoxPath | null} path */
export function at(path) {
  const box = path && state.boxes[path[0]];
  return path && path.length > 1 ? box?.cell?.[path[1]] : box;
}

/** @param {BoxPath | null} path */
export function itemsFor(path) {
  if (!path || path.length < 2) return data.items;
  return itemNamed(state.boxes[path[0]].item)?.fields ?? [];
}

/** @param {string} wanted */
export const itemNamed = (wanted, items = data.items) => items.find((item) => item.name === wanted);

// Changes happen here only. Changes with the same reason shortly after each other are one step; a drag is one, however slow.
/** @param {string} reason @param {(all: TraceState) => void} act */
export function change(reason, act) {
  const now = Date.now();
  if (reason !== lastReason || (now - lastTime > TOGETHER && !reason.startsWith("drag "))) {
    before.push(JSON.stringify(state));
    if (before.length > MOST_STEPS) before.shift();
  }
  [lastReason, lastTime] = [reason, now];
  after.length = 0;
  act(state);
  view.dirty = true;
  tell("boxes");
}

export function undo() { step(before, after); }
export function redo() { step(after, before); }

/** @param {string[]} from @param {string[]} to */
function step(from, to) {
  if (!from.length) return;
  to.push(JSON.stringify(state));
  Object.assign(state, JSON.parse(from.pop()));
  lastReason = "";
  view.dirty = true;
  if (!at(view.chosen)) view.chosen = null;
  tell("boxes");
}

/** @param {BoxPath | null} path */
export function choose(path) {
  view.chosen = path;
  const box = path && state.boxes[path[0]];
  if (box && box.page !== view.page) view.page = box.page;
  tell("chosen");
}

/** @param {string} kind @param {Area} place @param {number} page */
export function fresh(kind, place, page) {
  /** @type {TracedBox} */
  const box = { kind, page, at: place.map(tenth) };
  return Object.assign(box, blankKeys(kind));
}

// Only the keys this kind knows: the reader on the other side is strict.
/** @param {string} kind */
export function blankKeys(kind) {
  /** @type {Record<string, BoxValue>} */
  const known = { item: "", value: "", label: "", cells: 4, count: 4, frame: false, size: data.kinds[kind].size, lines: 1 };
  const keys = Object.fromEntries(data.kinds[kind].keys.filter((key) => key in known).map((key) => [key, known[key]]));
  return kind === "rows" ? { ...keys, cell: [] } : keys;
}

/** @param {TracedBox} box @param {string} kind */
export function turnInto(box, kind) {
  const kept = new Set(["kind", "page", "at", ...data.kinds[kind].keys]);
  for (const key of Object.keys(box)) if (!kept.has(key)) delete box[key];
  for (const [key, value] of Object.entries(blankKeys(kind))) if (!(key in box)) box[key] = value;
  delete box.show;
  box.kind = kind;
}

/** @param {TracedBox[]} made */
export function add(made) {
  const first = state.boxes.length;
  change("add", (all) => all.boxes.push(...made));
  choose([first]);
}

/** @param {number} outer @param {TracedBox} cell */
export function addCell(outer, cell) {
  delete cell.page;
  change("add", (all) => all.boxes[outer].cell.push(cell));
  choose([outer, state.boxes[outer].cell.length - 1]);
}

/** @param {BoxPath} path */
export function remove(path) {
  change("remove", (all) => {
    if (path.length > 1) all.boxes[path[0]].cell.splice(path[1], 1);
    else all.boxes.splice(path[0], 1);
  });
  choose(null);
}

/** @param {BoxPath} path */
export function copy(path) {
  const twin = structuredClone(at(path));
  twin.at[1] = tenth(twin.at[1] + (path.length > 1 ? 0 : twin.at[3]));
  twin.at[0] = tenth(twin.at[0] + (path.length > 1 ? twin.at[2] : 0));
  if (path.length > 1) addCell(path[0], twin);
  else add([twin]);
}

// Era, year, month and day side by side, over 年 月 日 printed between them.
/** @param {Area} place @param {number} page */
export function dateSet(place, page) {
  const [x, y, w, h] = place;
  /** @param {string} kind @param {number} from @param {number} to @param {string} [show] */
  const part = (kind, from, to, show) => {
    const box = fresh(kind, [x + w * from, y, w * (to - from), h], page);
    if (show) Object.assign(box, { show, align: "center" });
    return box;
  };
  return [part("eras", 0, 0.4), part("text", 0.4, 0.54, "era_year"), part("text", 0.6, 0.74, "month"), part("text", 0.8, 0.94, "day")];
}

// Everything in a row of the box is measured from the corner of its first row.
/** @param {BoxPath} path */
export function cornerOf(path) {
  return path.length > 1 ? state.boxes[path[0]].at : [0, 0];
}

/** @param {BoxPath} path */
export function roomOf(path) {
  const page = data.pages[state.boxes[path[0]].page - 1];
  const outer = state.boxes[path[0]];
  return path.length > 1 ? [outer.at[2], outer.at[3] / outer.count] : [page.width, page.height];
}

/** @param {BoxPath} path @param {Area} next */
export function place(path, next, reason = `place ${name(path)}`) {
  const [width, height] = roomOf(path);
  const w = Math.min(Math.max(1, next[2]), width), h = Math.min(Math.max(1, next[3]), height);
  const x = Math.min(Math.max(0, next[0]), width - w), y = Math.min(Math.max(0, next[1]), height - h);
  change(reason, () => { at(path).at = [x, y, w, h].map(tenth); });
}

/** @param {number} number */
export const tenth = (number) => Math.round(number * 10) / 10;
