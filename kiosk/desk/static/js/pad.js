// Keys on the screen: digits for the PIN and for numbers, 五十音 for names and words. The fields stay ordinary
// fields, so a real keyboard works as well; hiragana is always accepted.

import { writing } from "./writing.js";

const KANA = [
  "わをん・。", "らりるれろ", "や　ゆ　よ", "まみむめも", "はひふへほ",
  "なにぬねの", "たちつてと", "さしすせそ", "かきくけこ", "あいうえお",
];
const LATIN = ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM.ー "];
const VOICED = "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボ";
const HALF_VOICED = "はぱひぴふぷへぺほぽばぱびぴぶぷべぺぼぽハパヒピフプヘペホポバパビピブプベペボポ";
const SMALL = "あぁいぃうぅえぇおぉつっやゃゆゅよょわゎアァイィウゥエェオォツッヤャユュヨョワヮ";

const words = document.getElementById("board-words").dataset;

let target = null;
let board = null;
// Who reads another language most likely has a name in Latin letters.
const usual = document.documentElement.lang === "ja" ? "hira" : "latin";
let mode = usual;

for (const pad of document.querySelectorAll("[data-pad-for]")) pinPad(pad);
document.addEventListener("desk:renewed", () => {
  for (const pad of document.querySelectorAll("[data-pad-for]:empty")) pinPad(pad);
});
document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.("input.input, textarea.input");
  if (field && !field.dataset.pad) open(field);
});
// The first field of a question is ready to be written into.
const first = document.querySelector(".one-question input.input, .one-question textarea.input");
if (first) {
  enter(first);
  open(first);
}

// Behind what stands there already: so the erasing key takes the last sign, and the next one comes after it.
function enter(field) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}

function pinPad(pad) {
  const field = document.getElementById(pad.dataset.padFor);
  const done = field.form.querySelector("[data-complete]");
  const most = Number(done.dataset.complete);
  const check = () => (done.disabled = field.value.length !== most);
  for (const key of ["1", "2", "3", "4", "5", "6", "7", "8", "9", words.clear, "0", words.erase]) {
    pad.append(
      keyButton(key, () => {
        if (key === words.clear) field.value = "";
        else if (key === words.erase) field.value = field.value.slice(0, -1);
        else if (field.value.length < most) field.value += key;
        check();
      }),
    );
  }
  field.addEventListener("input", check);
  check();
  // Nothing of a PIN may stay in a page that the browser keeps.
  addEventListener("pagehide", () => (field.value = ""));
}

function open(field) {
  target = field;
  field.inputMode === "none" || field.setAttribute("data-mode", field.inputMode);
  const digits = ["numeric", "tel"].includes(field.dataset.mode || field.inputMode);
  field.inputMode = "none";
  if (mode === "digits") mode = usual;
  draw(digits ? "digits" : field.closest("[data-kana]") && mode === "latin" ? "hira" : mode);
  setTimeout(() => field.scrollIntoView({ block: "nearest" }), 50);
}

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
  keys.className = `board-keys${mode === "digits" ? " board-digits" : mode === "latin" ? " board-latin" : ""}`;
  for (const key of keysOf(mode)) {
    const button = keyButton(key, () => type(key));
    if (key === "　") button.classList.add("board-gap");
    keys.append(button);
  }
  board.append(keys, ...tools());
  document.body.append(board);
  document.body.classList.add("has-board");
}

// Kanji or shapes in place of the keys, until one is chosen.
function offer(says, offers, choose) {
  const line = document.createElement("p");
  line.className = "board-says";
  line.setAttribute("role", "status");
  line.textContent = says;
  const list = document.createElement("div");
  list.className = "board-offers";
  for (const each of offers) {
    const key = keyButton(each, () => {
      choose(each);
      draw(mode);
    });
    key.tabIndex = 0;
    list.append(key);
  }
  board.replaceChildren(line, list, keyRow(keyButton(words.back, () => draw(mode))));
  list.querySelector("button")?.scrollIntoView({ block: "nearest" });
}

function keysOf(wanted) {
  if (wanted === "digits") return ["1", "2", "3", "4", "5", "6", "7", "8", "9", "　", "0"];
  if (wanted === "latin") return [...LATIN.join("")];
  const kana = [...KANA.join("")];
  return wanted === "kata" ? kana.map(katakana) : kana;
}

function tools() {
  const erasing = keyButton(words.erase, erase);
  const leaving = [keyButton(words.close, close), goOn()];
  if (mode === "digits") return [keyRow(erasing, ...leaving)];
  const marks = [
    keyButton("゛", () => swap(VOICED)),
    keyButton("゜", () => swap(HALF_VOICED)),
    keyButton("小", () => swap(SMALL)),
    keyButton("ー", () => type("ー")),
    keyButton(words.space, () => type("　")),
  ];
  const others = [["hira", "かな"], ["kata", "カナ"], ["latin", "英数"]]
    .filter(([name]) => name !== mode)
    .map(([name, label]) => keyButton(label, () => draw(name)));
  if (mode === "latin") return [keyRow(erasing, ...others, ...leaving)];
  const kanji = target.closest("[data-kana]") ? [] : writing(words, { input: () => target, before, replace, offer, keyButton });
  return [keyRow(...marks, erasing), keyRow(...others, ...kanji, ...leaving)];
}

function keyRow(...keys) {
  const row = document.createElement("div");
  row.className = "board-row";
  row.append(...keys);
  return row;
}

// To the next field of the question; from the last one on to the next screen.
function goOn() {
  const fields = [...(target.form?.querySelectorAll("input.input, textarea.input") ?? [])];
  const next = fields[fields.indexOf(target) + 1];
  const key = keyButton(next ? words.nextField : words.next, () => {
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

function keyButton(label, press) {
  const key = document.createElement("button");
  key.type = "button";
  key.className = label.length > 1 ? "pad-key pad-wide" : "pad-key";
  key.textContent = label === " " ? "␣" : label;
  if (label === " ") key.setAttribute("aria-label", words.space);
  if (!Object.values(words).includes(label)) key.lang = "ja";
  key.tabIndex = -1;
  key.addEventListener("click", press);
  return key;
}

function type(text) {
  if (!target) return;
  const [from, to] = [target.selectionStart ?? target.value.length, target.selectionEnd ?? target.value.length];
  target.setRangeText(text, from, to, "end");
  told();
}

function erase() {
  if (!target || !target.value) return;
  const at = target.selectionStart ?? target.value.length;
  // One character as a reader counts them, a variation sequence or a 𠮷 included.
  const parts = [...new Intl.Segmenter("ja").segment(before())];
  const last = parts.at(-1);
  if (last) target.setRangeText("", last.index, at, "end");
  told();
}

// What stands before the cursor.
function before() {
  return target.value.slice(0, target.selectionStart ?? target.value.length);
}

function replace(length, text) {
  const at = target.selectionStart ?? target.value.length;
  target.setRangeText(text, at - length, at, "end");
  told();
}

function swap(pairs) {
  if (!target) return;
  const at = target.selectionStart ?? target.value.length;
  const signs = [...pairs];
  const found = signs.indexOf(target.value.slice(at - 1, at));
  if (found < 0) return;
  const other = found % 2 === 0 ? signs[found + 1] : signs[found - 1];
  target.setRangeText(other, at - 1, at, "end");
  told();
}

function told() {
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function katakana(sign) {
  const code = sign.codePointAt(0);
  return code >= 0x3041 && code <= 0x3096 ? String.fromCodePoint(code + 0x60) : sign;
}
