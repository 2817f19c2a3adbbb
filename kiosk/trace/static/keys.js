// The keyboard on the paper: the same work without a mouse.
import { at, choose, data, place, redo, remove, undo, view } from "./boxes.js";
import { focusBox, svg } from "./sheet.js";
import { make } from "./pointer.js";

const STEP = 0.5, STRIDE = 5;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {{ save: () => void, edit: () => void }} actions */
export function start({ save, edit }) {
  svg.addEventListener("focusin", (event) => {
    const path = pathOf(event.target)?.split(".").map(Number);
    if (path && path.join(".") !== view.chosen?.join(".")) choose(path);
  });
  document.getElementById("stage").addEventListener("keydown", (event) => onPaper(event, edit));
  document.addEventListener("keydown", (event) => everywhere(event, save));
}

/** @param {KeyboardEvent} event @param {() => void} edit */
function onPaper(event, edit) {
  const arrow = ARROWS[event.key];
  if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    addInMiddle();
    return;
  }
  const path = pathOf(event.target) ? view.chosen : null;
  if (!path) return;
  if (arrow) {
    event.preventDefault();
    const step = event.ctrlKey ? STRIDE : STEP, [x, y, w, h] = at(path).at;
    const [dx, dy] = [arrow[0] * step, arrow[1] * step];
    place(path, event.shiftKey ? [x, y, w + dx, h + dy] : [x + dx, y + dy, w, h], `key ${path}`);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    remove(path);
    svg.parentElement.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    edit();
  } else if (event.key === "Escape") {
    choose(null);
    svg.parentElement.focus();
  }
}

/** @param {KeyboardEvent} event @param {() => void} save */
function everywhere(event, save) {
  if (!event.ctrlKey && !event.metaKey) return;
  const key = event.key.toLowerCase();
  // In a field, undoing belongs to the field.
  const typing = event.target instanceof Element && event.target.matches("input[type=text], input[type=search], input[type=number]");
  if (key === "s") save();
  else if (key === "z" && !event.shiftKey && !typing) undo();
  else if ((key === "y" || (key === "z" && event.shiftKey)) && !typing) redo();
  else return;
  event.preventDefault();
}

/** @param {EventTarget} target */
function pathOf(target) {
  return target instanceof HTMLElement || target instanceof SVGElement ? target.dataset.path : undefined;
}

function addInMiddle() {
  const page = data.pages[view.page - 1];
  make([page.width / 2 - 30, page.height / 2 - 4, 60, 8], null);
  focusBox(view.chosen);
}
