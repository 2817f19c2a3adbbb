// Sends the boxes after each change and shows what comes back: what is wrong, and a new sample.
import { boxes, listen, title, view } from "./boxes.js";
import { listProblems, listUnplaced, told } from "./panel.js";
import { showSample, showWrong } from "./sheet.js";

const addresses = document.getElementById("addresses").dataset;
const WAIT = 200;
let timer = 0, sending = Promise.resolve();

export function start() {
  listen((what) => { if (what === "boxes") later(); });
}

export function later() {
  clearTimeout(timer);
  timer = setTimeout(now, WAIT);
}

// One after the other, so that the last sample shown is that of the last change.
export function now() {
  clearTimeout(timer);
  sending = sending.then(send);
  return sending;
}

async function send() {
  const body = { title: title(), sample: document.querySelector("select[id=sample]").value, box: boxes() };
  try {
    const answer = await post(addresses.layout, body);
    const state = await answer.json();
    listProblems(state.problems ?? [], state.hints ?? []);
    if (!answer.ok) return status(state.problems?.[0]?.text ?? "この内容は受け取れません。", true);
    listUnplaced(state.unplaced, state.notices);
    told(state.problems, state.unplaced);
    showWrong(state.problems.map((/** @type {TraceProblem} */ problem) => problem.box));
    showSample(state.version);
    document.documentElement.dataset.version = state.version;
    status("");
  } catch {
    status("プログラムにつながりません。端末で kiosk forms trace が動いているか確かめてください。", true);
  }
}

export async function save() {
  await now();
  try {
    const answer = await post(addresses.save, {});
    const said = await answer.json();
    if (answer.ok) view.dirty = false;
    status(answer.ok ? `保存しました：${said.saved}` : said.sentence ?? "保存できませんでした。", !answer.ok);
  } catch {
    status("保存できませんでした。プログラムが動いているか確かめてください。", true);
  }
}

/** @param {string} address @param {object} body */
function post(address, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": addresses.csrf };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
}

/** @param {string} words */
export function status(words, bad = false) {
  const place = document.getElementById("status");
  place.textContent = words;
  place.classList.toggle("bad", bad);
}
