// The tracing page. Each concern has a file of its own; this one connects them.
import { canRedo, canUndo, change, data, listen, redo, undo, view } from "./boxes.js";
import * as keys from "./keys.js";
import * as panel from "./panel.js";
import * as pointer from "./pointer.js";
import * as sending from "./sending.js";
import { focusBox, showBoxes, showPage, svg, zoom } from "./sheet.js";

/** @param {string} id */
const field = (id) => /** @type {EditorField} */ (document.getElementById(id));
let shownPage = 0;

listen((what) => {
  if (view.page !== shownPage) turn();
  else showBoxes();
  panel.show();
  field("undo").disabled = !canUndo();
  field("redo").disabled = !canRedo();
  if (what === "chosen" && view.chosen && svg.contains(document.activeElement)) focusBox(view.chosen);
});

function turn() {
  shownPage = view.page;
  field("page").value = String(view.page);
  const count = data.pages[view.page - 1].found.length;
  field("found-words").textContent = count
    ? `用紙の上をドラッグすると枠ができます。点線は見つかった罫線の枠（${count}か所）で、クリックすると使えます。`
    : "このページに罫線は見つかりませんでした（画像だけの用紙など）。ドラッグして枠を描いてください。";
  showPage();
}

function takeTool() {
  view.tool = field("tool").value;
  svg.classList.toggle("draws", view.tool !== "select");
  svg.classList.toggle("still", view.tool === "select");
}

field("undo").addEventListener("click", undo);
field("redo").addEventListener("click", redo);
field("save").addEventListener("click", sending.save);
field("tool").addEventListener("change", takeTool);
field("page").addEventListener("change", () => { view.page = Number(field("page").value); view.chosen = null; turn(); panel.show(); });
field("zoom").addEventListener("change", zoom);
field("sample").addEventListener("change", sending.now);
field("title").addEventListener("change", () => change("title", (all) => { all.title = field("title").value; }));
field("show-sample").addEventListener("change", () => svg.classList.toggle("no-sample", !field("show-sample").checked));
field("show-found").addEventListener("change", () => svg.classList.toggle("no-found", !field("show-found").checked));
addEventListener("resize", zoom);
addEventListener("beforeunload", (event) => { if (view.dirty) event.preventDefault(); });

takeTool();
panel.start();
pointer.start((made) => { if (made) panel.askForItem(); else if (view.chosen) focusBox(view.chosen); });
keys.start({ save: sending.save, edit: panel.askForItem });
sending.start();
turn();
sending.now();
