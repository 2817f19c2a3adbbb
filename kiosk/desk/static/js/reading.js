// Read-aloud: the town's recording of this screen, or its words in the voice of this PC. Never what a person has
// answered: others in the hall can hear. Once begun it goes on by itself from screen to screen, until it is stopped or
// the first screen comes back.

const WORDS = "h1, h2, dt, .lead, .label, .support, .part-label, .error, .notice, .row, .way-name, .way-words, .number, .button";
const SILENT = "[hidden], [aria-hidden=true], [data-silent], dialog, .pad, .board, .needed, .person summary";

const READS = "reads";

/** @type {HTMLAudioElement | AudioContext | null} */
let playing = null;

for (const button of document.querySelectorAll("[data-reads], [data-says]")) {
  button.hidden = false;
  button.addEventListener("click", () => press(button));
  if (document.querySelector("[data-goes-on-card]")) sessionStorage.removeItem(READS);
  else if (sessionStorage.getItem(READS)) begin(button);
}

/** @param {HTMLElement} button */
function press(button) {
  if (playing) {
    sessionStorage.removeItem(READS);
    return stop(button);
  }
  sessionStorage.setItem(READS, "yes");
  return begin(button);
}

/** @param {HTMLElement} button */
async function begin(button) {
  button.setAttribute("aria-pressed", "true");
  const reading = button.dataset.reads ? recorded(button.dataset.reads) : new AudioContext();
  playing = reading;
  const ended = () => playing === reading && stop(button);
  try {
    if (reading instanceof Audio) {
      reading.addEventListener("ended", ended);
      await reading.play();
    } else {
      await say(reading, button.dataset.says, ended);
    }
  } catch {
    ended();
  }
}

/** @param {HTMLElement} button */
function stop(button) {
  if (playing instanceof Audio) playing.pause();
  else playing?.close();
  playing = null;
  button.setAttribute("aria-pressed", "false");
}

/** @param {string} address */
function recorded(address) {
  return new Audio(address);
}

/** @param {AudioContext} context @param {string} address @param {() => void} ended */
async function say(context, address, ended) {
  const token = document.querySelector("#scanner [name=csrf_token]").value;
  const sent = await fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: token, text: wordsHere() }) });
  if (sent.status !== 200) return ended();
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await sent.arrayBuffer());
  source.connect(context.destination);
  source.addEventListener("ended", ended);
  source.start();
}

// A full stop after each part lets the voice breathe.
function wordsHere() {
  const parts = [...document.querySelectorAll(`main :is(${WORDS})`)]
    .filter((part) => !part.closest(SILENT) && part.checkVisibility() && !part.parentElement.closest(WORDS))
    .map(said);
  return parts.filter(Boolean).join(". \n");
}

/** @param {HTMLElement} part */
function said(part) {
  const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
  for (const silent of copy.querySelectorAll(SILENT)) silent.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}
