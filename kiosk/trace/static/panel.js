// What is known about the chosen box, and the searchable list of items by their official labels.
import { at, boxes, change, choose, copy, data, itemNamed, itemsFor, name, remove, same, turnInto, view } from "./boxes.js";
import { wordsOf } from "./sheet.js";

/** @param {string} id */
const field = (id) => /** @type {EditorField} */ (document.getElementById(id));
const panel = field("panel");
const PLACE = ["x", "y", "w", "h"];
/** @type {Record<string, number>} */
const NUMBERS = { count: 4, cells: 4, size: 11, floor: 6, lines: 1 };
/** @type {string[]} */
let unplaced = [];
/** @type {Map<string, string>} */
let wrong = new Map();
/** @type {BoxPath | null} */
let shownPath = null;

export function start() {
  panel.addEventListener("submit", (event) => event.preventDefault());
  field("kind").append(...Object.entries(data.kinds).map(([code, kind]) => new Option(kind.words, code)));
  field("find").addEventListener("input", listItems);
  field("find").addEventListener("keydown", takeFirst);
  field("item").addEventListener("change", () => takeItem(field("item").value));
  for (const key of ["value", "show", "align", "label", "words"]) field(key).addEventListener("change", () => set(key, field(key).value));
  for (const key of Object.keys(NUMBERS)) field(key).addEventListener("change", () => set(key, Number(field(key).value) || NUMBERS[key]));
  for (const [number, key] of PLACE.entries()) field(key).addEventListener("change", () => setPlace(number, field(key).value));
  field("eras").addEventListener("change", () => setEras(field("eras").value));
  field("frame").addEventListener("change", () => set("frame", field("frame").checked));
  field("kind").addEventListener("change", () => edit("kind", (box) => turnInto(box, field("kind").value)));
  field("copy").addEventListener("click", () => copy(view.chosen));
  field("gone").addEventListener("click", () => remove(view.chosen));
}

/** @param {string} reason @param {(box: TracedBox) => void} act */
export function edit(reason, act) {
  const path = view.chosen;
  if (at(path)) change(`${reason} ${name(path)} ${Date.now()}`, () => act(at(path)));
}

export function askForItem() {
  const ask = field("find");
  if (!panel.hidden && !ask.parentElement.hidden) ask.focus();
}

/** @param {TraceProblem[]} problems @param {string[]} missing */
export function told(problems, missing) {
  wrong = new Map(problems.map((problem) => [problem.box, problem.text]));
  unplaced = missing;
  show();
}

export function show() {
  const path = view.chosen, box = at(path);
  panel.hidden = !box;
  if (!box) return;
  if (!same(path, shownPath)) field("find").value = "";
  shownPath = path;
  const kind = data.kinds[box.kind], item = itemNamed(box.item, itemsFor(path));
  field("panel-title").textContent = wordsOf(path);
  field("panel-problem").hidden = !wrong.has(name(path));
  if (field("panel-problem").textContent !== (wrong.get(name(path)) ?? "")) field("panel-problem").textContent = wrong.get(name(path)) ?? "";
  for (const part of panel.querySelectorAll("[data-key]")) part.hidden = !kind.keys.includes(part.dataset.key);
  for (const option of field("kind").options) option.hidden = option.disabled = path.length > 1 && !data.cellKinds.includes(option.value);
  field("kind").value = box.kind;
  for (const [number, key] of PLACE.entries()) put(key, box.at[number]);
  for (const key of Object.keys(NUMBERS)) put(key, box[key] ?? NUMBERS[key]);
  for (const key of ["label", "words"]) put(key, box[key] ?? "");
  put("eras", (box.eras ?? data.eras).map((code) => data.eraLetters[code]).join(" "));
  field("align").value = box.align ?? "left";
  field("frame").checked = box.frame ?? true;
  field("value").replaceChildren(new Option("（選んでください）", ""), ...Object.entries(item?.values ?? {}).map(([code, words]) => new Option(words, code)));
  field("value").value = box.value ?? "";
  showShows(box, item);
  listItems();
}

// A tick or circle looks at the chosen answer; only text and comb cells show a part of it.
/** @param {TracedBox} box @param {TraceItem} item */
function showShows(box, item) {
  if (data.kinds[box.kind].takes === "choices") field("show").parentElement.hidden = true;
  field("show").replaceChildren(...(item?.shows ?? ["text"]).map((code) => new Option(data.shown[code], code)));
  field("show").value = box.show ?? "text";
}

function listItems() {
  const wanted = field("find").value.trim().toLowerCase(), path = view.chosen;
  const takes = data.kinds[at(path)?.kind]?.takes;
  /** @param {TraceItem} item */
  const fits = (item) => (item.kind === "people") === (takes === "people") && (takes !== "date" || item.kind === "date")
    && (takes !== "choices" || Object.keys(item.values).length > 0);
  const found = itemsFor(path).filter((item) => fits(item) && `${item.label} ${item.ask} ${item.name}`.toLowerCase().includes(wanted));
  const missing = found.filter((item) => unplaced.includes(item.name)), rest = found.filter((item) => !unplaced.includes(item.name));
  field("item").replaceChildren(...group("まだ置いていない項目", missing), ...group(missing.length ? "ほかの項目" : "項目", rest));
  field("item").value = at(path)?.item ?? "";
}

/** @param {string} words @param {TraceItem[]} items */
function group(words, items) {
  if (!items.length) return [];
  const made = document.createElement("optgroup");
  made.label = words;
  made.append(...items.map((item) => new Option(wordsOfItem(item), item.name)));
  return [made];
}

// Several items have the same official label: the resident's wording tells them apart.
/** @param {TraceItem} item */
const wordsOfItem = (item) => item && (item.label === item.ask ? item.label : `${item.label}（${item.ask}）`);

/** @param {KeyboardEvent} event */
function takeFirst(event) {
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    const first = field("item").options[0];
    if (first) takeItem(first.value);
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    field("item").focus();
    if (field("item").selectedIndex < 0) field("item").selectedIndex = 0;
  }
}

// A set of date boxes without an item is meant for one date: naming one names all.
/** @param {string} wanted */
function takeItem(wanted) {
  const path = view.chosen;
  if (!at(path)) return;
  change(`item ${name(path)}`, () => {
    const partners = path.length === 1 && at(path).kind === "eras" ? boxes().slice(path[0] + 1, path[0] + 4).filter((box) => box.show && !box.item) : [];
    for (const box of [at(path), ...partners]) named(box, wanted, itemsFor(path));
  });
}

/** @param {TracedBox} box @param {string} wanted @param {TraceItem[]} items */
function named(box, wanted, items) {
  const item = itemNamed(wanted, items);
  box.item = wanted;
  if ("label" in box) box.label = "";
  if ("value" in box && !(box.value in (item?.values ?? {}))) box.value = "";
  if (box.show && item && !item.shows.includes(box.show)) delete box.show;
}

/** @param {string} key @param {string | number | boolean} value */
function set(key, value) {
  edit(key, (box) => {
    box[key] = value;
    if (key === "value") box.label = "";
    if (key === "show" && value === "text") delete box.show;
  });
}

// Not while somebody types there: a sample that arrives meanwhile shows the panel anew.
/** @param {string} key @param {BoxValue} value */
function put(key, value) {
  if (document.activeElement !== field(key)) field(key).value = String(value);
}

/** @param {string} typed */
function setEras(typed) {
  const codes = Object.keys(data.eraLetters), found = [...typed].map((letter) => codes.find((code) => data.eraLetters[code] === letter)).filter(Boolean);
  edit("eras", (box) => { box.eras = found.length ? found : data.eras; });
}

/** @param {number} number @param {string} typed */
function setPlace(number, typed) {
  const value = Number(typed);
  if (Number.isFinite(value) && value >= 0) edit("place", (box) => { box.at[number] = Math.round(value * 10) / 10; });
}

/** @param {TraceProblem[]} problems @param {TraceProblem[]} hints */
export function listProblems(problems, hints) {
  field("wrong-count").textContent = String(problems.length);
  field("wrong").replaceChildren(...problems.map((problem) => line(problem, "")), ...hints.map((hint) => line(hint, "hint")));
}

/** @param {string[]} missing @param {string[]} notices */
export function listUnplaced(missing, notices) {
  field("unplaced-part").hidden = !missing.length;
  field("unplaced-count").textContent = String(missing.length);
  field("unplaced").replaceChildren(...missing.map((wanted) => plain(wordsOfItem(itemNamed(wanted)) ?? wanted)));
  field("notices-part").hidden = !notices.length;
  field("notices").replaceChildren(...notices.map(plain));
}

/** @param {TraceProblem} problem @param {string} kind */
function line({ box, text }, kind) {
  const made = document.createElement("li"), go = document.createElement("button");
  const path = box.split(".").filter(Boolean).map(Number);
  made.className = kind;
  go.type = "button";
  go.textContent = at(path) ? `${wordsOf(path)}：${text}` : text;
  go.addEventListener("click", () => { if (at(path)) { choose(path); askForItem(); } });
  made.append(go);
  return made;
}

/** @param {string} text */
function plain(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}
