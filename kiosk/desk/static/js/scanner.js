// A keyboard-type scanner types into the page itself, whatever has the focus. Keys are read by their place on the
// keyboard (KeyboardEvent.code), so neither the layout nor the Japanese input can change a digit. The frame of a
// ticket says how many digits it has (docs/ticket-format.md), so scanners with and without Enter work alike.

const HEAD = 8;
const SHORTEST_BODY = 100;
const RECEIPT_BODY = 34; // of the small code on a sheet
const RECEIPT = "1";
const CARRIED = "3"; // of a sheet that the next section opens
const LARGEST_TEXT = 1600;
const LONGEST_INPUT = 20000;
const IDLE = 700; // milliseconds without a key: the scan is over, whole or not
const AFTER_LAST = 90; // wait for the scanner's own Enter, so that it presses nothing on the next page
const BURST_GAP = 100;
const BURST = 12; // digits this fast are no person's
const SHORT = 4; // nor so few with an Enter, where nobody can type anything

const NO_DIGITS = "?"; // stands for a code without any

const form = document.querySelector("form[id=scanner]");
const says = document.getElementById("scanner-says");

let digits = "";
let spoiled = false;
let keys = 0;
let last = 0;
let sent = false;
let timer = 0;
let lone = ""; // a digit that nothing has followed yet: a person's, if nothing does
let loneTimer = 0;
/** @type {TextField | null} */
let field = null; // an editable element that had the focus when the burst began
let before = "";

if (form) {
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("paste", onPaste);
  document.addEventListener("desk:live", onSerial);
  keepFocusAway();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const now = event.timeStamp;
  if (keys && now - last > IDLE) reset();
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  const editable = editing(event.target);
  const sign = event.key.length === 1 || (event.key === "Process" && !editable && event.code.startsWith("Key"));
  const ends = event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Tab";
  if (digit !== undefined && !event.shiftKey) take(digit, now, event, editable);
  else if (ends && (keys >= BURST || (keys >= SHORT && !editable && now - last <= BURST_GAP))) finish(event);
  else if (sign && (keys || !editable)) stray(event, now);
  else if (!ends && event.key !== "Shift" && event.key !== "Process") reset();
}

/** @param {string} digit @param {number} now @param {KeyboardEvent} event @param {TextField | null} editable */
function take(digit, now, event, editable) {
  if (keys === 0) {
    field = editable;
    before = editable ? editable.value : "";
  } else if (field && keys < BURST && now - last > BURST_GAP) {
    reset(); // a person typing into a field
    field = editable;
    before = editable ? editable.value : "";
  }
  single(digit, now);
  keys += 1;
  last = now;
  digits += digit;
  if (field && keys === BURST) field.value = before; // what the scanner has typed here does not belong here
  if (!field || keys >= BURST) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  clearTimeout(timer);
  if (!spoiled && whole()) {
    timer = setTimeout(send, AFTER_LAST);
    if (keys >= BURST) say("opening");
    return;
  }
  if (keys === BURST) say("reading");
  timer = setTimeout(idle, IDLE);
}

// A digit by itself, where none can be typed, is somebody's at a keypad.
/** @param {string} digit @param {number} now */
function single(digit, now) {
  const follows = keys > 0 && now - last <= BURST_GAP;
  if (lone && !follows) tellSingle();
  forgetSingle();
  lone = field || follows || keys >= BURST ? "" : digit;
  if (lone) loneTimer = setTimeout(tellSingle, BURST_GAP + 50);
}

function tellSingle() {
  document.dispatchEvent(new CustomEvent("desk:digit", { detail: lone }));
  forgetSingle();
}

function forgetSingle() {
  clearTimeout(loneTimer);
  lone = "";
}

/** @param {KeyboardEvent} event @param {number} now */
function stray(event, now) {
  // A letter: some other code, or a person typing.
  if (keys && now - last > BURST_GAP) return reset();
  forgetSingle();
  keys += 1;
  last = now;
  spoiled = true;
  if (keys >= BURST) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  clearTimeout(timer);
  timer = setTimeout(idle, IDLE);
}

/** @param {KeyboardEvent} event */
function finish(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  clearTimeout(timer);
  forgetSingle();
  // The scanner says that this was all. If it is no ticket, the desk program knows best why.
  send(digits || NO_DIGITS);
}

function whole() {
  if (digits.length < 6) return false;
  const body = Number(digits.slice(2, 6));
  if (digits[0] === "0") {
    const right = digits[1] === RECEIPT ? body === RECEIPT_BODY : digits[1] === CARRIED && body >= SHORTEST_BODY;
    return right && digits.length >= HEAD + body;
  }
  if (digits[1] > "2" || body < SHORTEST_BODY || body > LARGEST_TEXT - HEAD) return false;
  return digits.length >= HEAD + body;
}

function send(text = digits) {
  if (document.querySelector(".correcting[data-unsaved]")) {
    reset();
    say("again");
    document.dispatchEvent(new CustomEvent("desk:unsaved"));
    return;
  }
  sent = true;
  say("opening");
  form.elements.text.value = text;
  form.requestSubmit();
}

// The scan may be over. What has been read stays: on a busy PC keys come late, and only the time at which the next one
// was pressed tells whether it goes on.
function idle() {
  if (keys < BURST) return;
  if (spoiled && digits.length < SHORTEST_BODY) send(digits || NO_DIGITS);
  else say("again");
}

function reset() {
  clearTimeout(timer);
  digits = "";
  keys = 0;
  spoiled = false;
  field = null;
  before = "";
}

// A scanner on a serial port: the desk program has the scan and tells its number.
/** @param {CustomEvent<LiveTopic>} event */
function onSerial(event) {
  if (event.detail.topic !== "scan" || sent) return;
  form.elements.serial.value = event.detail.number;
  send("");
}

/** @param {ClipboardEvent} event */
function onPaste(event) {
  if (editing(event.target)) return;
  const text = event.clipboardData?.getData("text") ?? "";
  if (text.replace(/[^0-9０-９]/g, "").length >= SHORTEST_BODY) {
    event.preventDefault();
    send(text.slice(0, LONGEST_INPUT));
  }
}

/** @param {string} name */
function say(name) {
  if (says) says.textContent = says.dataset[name];
}

/** @param {EventTarget | null} target */
function editing(target) {
  const element = target instanceof Element ? target.closest("input, textarea, select") : null;
  const found = /** @type {TextField | HTMLSelectElement | null} */ (element);
  if (!found || found.type === "checkbox" || found.type === "radio" || found.type === "file") return null;
  return found instanceof HTMLSelectElement ? null : found;
}

// Left alone, an empty field gives the focus back, so that stray keys of a scanner never end up in it.
function keepFocusAway() {
  let left = 0;
  const again = () => {
    clearTimeout(left);
    left = setTimeout(() => {
      const active = editing(document.activeElement);
      if (active && !active.value && !active.closest("dialog, .correcting, .login")) active.blur();
    }, 20000);
  };
  for (const kind of ["keydown", "pointerdown", "focusin"]) document.addEventListener(kind, again, { passive: true });
}

window.addEventListener("pageshow", (event) => {
  sent = false;
  if (event.persisted) location.reload();
});
