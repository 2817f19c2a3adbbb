// A trembling hand touches twice where it meant once: the second touch near the first and soon after it counts for
// nothing. A keyboard and a scanner are no touch. (That a new screen rests before it takes any touch: lobby.css.)

const SOON = 300; // milliseconds
const NEAR = 20; // CSS pixels
const PARTS_OF_A_TOUCH = ["mousedown", "mouseup", "click"];

/** @type {PointerEvent | null} */
let last = null;
let ignored = false;

document.addEventListener("pointerdown", touched, { capture: true });
for (const kind of PARTS_OF_A_TOUCH) document.addEventListener(kind, (event) => ignored && swallow(event), { capture: true });
document.addEventListener("keydown", () => (ignored = false), { capture: true });

/** @param {PointerEvent} event */
function touched(event) {
  ignored = last !== null && event.timeStamp - last.timeStamp < SOON && distance(event, last) < NEAR;
  if (!ignored) last = event;
}

/** @param {PointerEvent} one @param {PointerEvent} other */
function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

// What a program presses is no touch either.
/** @param {Event} event */
function swallow(event) {
  if (!event.isTrusted) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
