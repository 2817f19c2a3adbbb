// The board of keys on the screen: 五十音, Latin letters or digits, for the field that is written into. The fields stay
// ordinary fields, so a real keyboard works as well; hiragana is always accepted.

import { HALF_VOICED, isOwn, other, ownKeys, signsOf, SMALL, VOICED } from "./boardsigns.js";
import { before, erase, replace, type } from "./cursor.js";
import { join } from "./hangul.js";
import { hear, keyRow, screenKey, words } from "./screenkey.js";
import { writing } from "./writing.js";

/** @type {TextField} */
let target = null;
/** @type {HTMLDivElement} */
let board = null;
// Who reads another language most likely has a name in Latin letters.
const usual = document.documentElement.lang === "ja" ? "hira" : "latin";
let mode = usual;
const DIGITS = ["digits", "dashes"];
// Where people search in their own words, not where a name or an address is written.
const [own, ownName] = ownKeys(document.documentElement.lang);

document.addEventListener("focusin", (event) => {
  const field = textField(event.target);
  if (field && !field.dataset.pad) open(field);
});
// The first field of a question is ready to be written into; after a mistake, the one to be mended.
const typed = ":is(input, textarea).input";
// None in a person who is folded: nobody would see what is written.
const fields = [...document.querySelectorAll(`.one-question ${typed}`)].filter((field) => field.checkVisibility());
// What buttons answer needs no keys, until somebody touches the field.
const isQuick = document.querySelector(".quickly") !== null;
const first = isQuick ? null : textField(fields.find((field) => field.matches("[aria-invalid=true]")) ?? fields[0] ?? null);
if (first) {
  enter(first);
  open(first);
}

// The field of the page an event is about, if it is one to write into.
/** @param {EventTarget | null} target @returns {TextField | null} */
function textField(target) {
  const field = target instanceof Element ? target.closest("input.input, textarea.input") : null;
  return /** @type {TextField | null} */ (field);
}

// Behind what stands there already: so the erasing key takes the last sign, and the next one comes after it. A number
// with its unit is written anew: 2 in place of the proposed 1 copy, not 12.
/** @param {TextField} field */
function enter(field) {
  field.focus({ preventScroll: true });
  const isNumber = field.nextElementSibling?.matches(".unit");
  field.setSelectionRange(isNumber ? 0 : field.value.length, field.value.length);
}

/** @param {TextField} field */
function open(field) {
  target = field;
  field.inputMode === "none" || field.setAttribute("data-mode", field.inputMode);
  const digits = ["numeric", "tel"].includes(field.dataset.mode || field.inputMode);
  field.inputMode = "none";
  if (DIGITS.includes(mode) || isOwn(mode)) mode = usual;
  if (own && field.matches("[data-own-script]")) mode = own;
  draw(digits ? (field.matches("[data-dashes]") ? "dashes" : "digits") : field.closest("[data-kana]") && mode === "latin" ? "hira" : mode);
  setTimeout(() => field.scrollIntoView({ block: "nearest" }), 50);
}

/** @param {string} wanted */
function draw(wanted) {
  mode = wanted;
  board?.remove();
  board = document.createElement("div");
  board.className = "board";
  board.setAttribute("role", "group");
  board.setAttribute("aria-label", words.keys);
  // Pressing a key must not take the focus out of the field.
  board.addEventListener("pointerdown", (event) => event.preventDefault());
  const keys = document.createElement("div");
  keys.className = `board-keys${DIGITS.includes(mode) ? " board-digits" : mode === "latin" || isOwn(mode) ? " board-latin" : ""}${isOwn(mode) ? " board-own" : ""}`;
  for (const key of signsOf(mode)) {
    const button = screenKey(key, () => put(key));
    if (key === "　") button.classList.add("board-gap");
    if (isOwn(mode)) button.lang = document.documentElement.lang;
    keys.append(button);
  }
  board.append(keys, ...tools());
  document.body.append(board);
  document.body.classList.add("has-board");
}

// Kanji or shapes in place of the keys, until one is chosen.
/** @param {string} says @param {string[]} offers @param {(each: string) => void} choose */
function offer(says, offers, choose) {
  const line = document.createElement("p");
  line.className = "board-says";
  line.setAttribute("role", "status");
  line.textContent = says;
  const list = document.createElement("div");
  list.className = "board-offers";
  for (const each of offers) {
    const key = screenKey(each, () => {
      choose(each);
      hear(target.value);
      draw(mode);
    });
    key.tabIndex = 0;
    list.append(key);
  }
  board.replaceChildren(line, list, keyRow(screenKey(words.back, () => draw(mode))));
  list.querySelector("button")?.scrollIntoView({ block: "nearest" });
}

function tools() {
  const erasing = screenKey(words.erase, () => {
    erase(target);
    hear(target.value || words.clear);
  });
  const leaving = [screenKey(words.close, close), goOn()];
  if (DIGITS.includes(mode)) return [keyRow(erasing, ...leaving)];
  const marks = [
    screenKey("゛", () => swap(VOICED)),
    screenKey("゜", () => swap(HALF_VOICED)),
    screenKey("小", () => swap(SMALL)),
    screenKey("ー", () => put("ー")),
    screenKey(words.space, () => put("　", words.space)),
  ];
  const scripts = [["hira", "かな"], ["kata", "カナ"], ["latin", "英数"]];
  if (own && target.matches("[data-own-script]")) scripts.splice(1, 1, [own, ownName]);
  const others = scripts.filter(([name]) => name !== mode).map(([name, label]) => screenKey(label, () => draw(name)));
  if (isOwn(mode)) others.unshift(screenKey(words.space, () => put(" ", words.space)));
  if (mode === "latin" || isOwn(mode)) return [keyRow(erasing, ...others, ...leaving)];
  const kanji = target.closest("[data-kana]") ? [] : writing(target, offer);
  return [keyRow(...marks, erasing), keyRow(...others, ...kanji, ...leaving)];
}

// To the next field of the question; from the last one on to the next screen.
function goOn() {
  const fields = [...(target.form?.querySelectorAll("input.input, textarea.input") ?? [])];
  const next = fields[fields.indexOf(target) + 1];
  const key = screenKey(next ? words.nextField : words.next, () => {
    if (next) enter(next);
    else target.form?.querySelector(".actions .button-wide")?.click();
  });
  key.classList.add("pad-main");
  return key;
}

function close() {
  board.remove();
  document.body.classList.remove("has-board");
  target?.blur();
}

/** @param {string} sign @param {string} name */
function put(sign, name = sign) {
  const last = mode === "hangul" ? before(target).slice(-1) : "";
  const joined = last && join(last, sign);
  if (joined) replace(target, 1, joined);
  else type(target, sign);
  hear(joined || name);
}

/** @param {string} pairs */
function swap(pairs) {
  const sign = before(target).slice(-1);
  const changed = other(sign, pairs);
  if (changed !== sign) replace(target, 1, changed);
  hear(changed);
}
