// Takes the board anew every two seconds; when somebody is called it chimes and says the number. Without JavaScript the
// page itself is loaded again every five seconds.

const EVERY = 2000;
const TONES = [880, 660];
const SECONDS = 0.5;

/** Calls that were said, or stood there when the board was opened. */
let said = new Set(callsOf(document));
/** Said one after the other. */
let saying = Promise.resolve();

setTimeout(look, EVERY);

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The program is being restarted; it will be back.
  }
  setTimeout(look, EVERY);
}

/** @param {Document} page */
function show(page) {
  const now = page.getElementById("board");
  const before = document.getElementById("board");
  if (!now || !before || now.outerHTML === before.outerHTML) return;
  before.replaceWith(document.adoptNode(now));
  const calls = newCalls(document);
  for (const call of calls) {
    if (!said.has(call.dataset.call ?? "")) saying = saying.then(() => tell((call.dataset.say ?? "").split(" ").filter(Boolean)));
  }
  said = new Set(callsOf(document));
}

/** @param {Document} page @returns {HTMLElement[]} */
function newCalls(page) {
  return [...page.querySelectorAll(".board-new")].filter((call) => call instanceof HTMLElement);
}

/** @param {Document} page @returns {string[]} */
function callsOf(page) {
  return newCalls(page).map((call) => call.dataset.call ?? "");
}

/** @param {string[]} files */
async function tell(files) {
  await chime();
  for (const file of files) await play(file);
}

/** @param {string} file @returns {Promise<void>} */
function play(file) {
  return new Promise((done) => {
    const sound = new Audio(file);
    sound.addEventListener("ended", () => done());
    sound.addEventListener("error", () => done());
    sound.play().catch(() => done());
  });
}

/** @returns {Promise<void>} */
async function chime() {
  const sound = new AudioContext();
  TONES.forEach((pitch, at) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const start = sound.currentTime + at * SECONDS;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.3, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + SECONDS);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  });
  await new Promise((done) => setTimeout(done, TONES.length * SECONDS * 1000));
  await sound.close();
}
