// Takes the board anew every two seconds and chimes when somebody is called. Without JavaScript the page itself is
// loaded again every five seconds.

const EVERY = 2000;
const TONES = [880, 660];
const SECONDS = 0.5;

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
  const last = now.dataset.last ?? "";
  if (last && last !== before.dataset.last) chime();
  before.replaceWith(now);
}

function chime() {
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
}
